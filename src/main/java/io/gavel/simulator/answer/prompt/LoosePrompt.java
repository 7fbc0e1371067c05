package io.gavel.simulator.answer.prompt;

import static io.gavel.simulator.answer.prompt.JudgePrompt.Layout.OTHER;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Guesses the parts of a prompt of no known family by lines that look like headings: `Response:`,
/// `## Reference answer`, `<|assistant|>`. A part goes up to the next heading. What it takes for a
/// response may be none; that is good enough for a stand-in.
final class LoosePrompt {
  private static final Pattern HEADING =
      Pattern.compile(
          "^[^\\p{L}\\p{N}\\n]{0,8}(question|instruction|query|user|prompt"
              + "|(?:response|answer|assistant|output)(?: [ab12])?"
              + "|reference(?: answer)?|rubrics?|criteri(?:a|on)|checklist|items|scale|format)"
              + "[^\\p{L}\\p{N}\\n]{0,6}(?:\\n|(?<=[:>\\]]) ?)",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private LoosePrompt() {}

  /// The parts; null where there is no response.
  static @Nullable JudgePrompt read(String prompt) {
    Map<String, String> parts = parts(prompt);
    String instruction = first(parts, "question", "instruction", "query", "user", "prompt");
    String reference = first(parts, "reference answer", "reference");
    String asked = instruction == null ? "" : instruction;
    for (String kind : new String[] {"response", "answer", "assistant", "output"}) {
      String one = first(parts, kind + " a", kind + " 1");
      String other = first(parts, kind + " b", kind + " 2");
      if (one != null && other != null) {
        return new JudgePrompt.Pair(OTHER, asked, one, other, reference);
      }
      String alone = parts.get(kind);
      if (alone != null) {
        return new JudgePrompt.Single(OTHER, asked, alone, reference);
      }
    }
    return null;
  }

  /// What stands below each heading, the first of its name.
  private static Map<String, String> parts(String prompt) {
    Map<String, String> parts = new LinkedHashMap<>();
    Matcher headings = HEADING.matcher(prompt);
    String name = "";
    int from = 0;
    while (headings.find()) {
      parts.putIfAbsent(name, prompt.substring(from, headings.start()).strip());
      name = headings.group(1).toLowerCase(Locale.ROOT);
      from = headings.end();
    }
    parts.putIfAbsent(name, prompt.substring(from).strip());
    return parts;
  }

  private static @Nullable String first(Map<String, String> parts, String... names) {
    for (String name : names) {
      String part = parts.get(name);
      if (part != null) {
        return part;
      }
    }
    return null;
  }
}
