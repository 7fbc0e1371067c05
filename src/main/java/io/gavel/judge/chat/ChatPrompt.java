package io.gavel.judge.chat;

import io.gavel.hash.Ids;
import io.gavel.judge.exchange.Form;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.BundledText;
import io.gavel.judge.kind.KindOptions;
import java.util.List;
import java.util.Map;

/// The texts of a profile's prompt.
///
/// @param code names it, for judgements: another text has another
/// @param system what the model is told first; empty for nothing
/// @param ownTurn whether that is a turn of its own; else it leads the user's
/// @param template the user's turn
record ChatPrompt(String code, String system, boolean ownTurn, PromptTemplate template) {
  /// The prompt that comes with Gavel; a change of its wording changes this.
  private static final String BUILT_IN = "built-in-1";

  /// The prompt of a profile.
  ///
  /// @throws io.gavel.config.InvalidConfigException when an option cannot be used
  static ChatPrompt of(KindOptions options) {
    String file = options.text("template_file", "");
    String systemFile = options.text("system_file", "");
    boolean ownTurn = options.yes("system_role", true);
    String system =
        systemFile.isEmpty()
            ? file.isEmpty() ? BundledText.beside(ChatPrompt.class, "system.txt") : ""
            : ChatFiles.read(options, "system_file", systemFile);
    if (file.isEmpty()) {
      String code = systemFile.isEmpty() ? BUILT_IN : code(BUILT_IN, system);
      return new ChatPrompt(
          code,
          system.strip(),
          ownTurn,
          new PromptTemplate(BundledText.beside(ChatPrompt.class, "prompt.mustache")));
    }
    String text = ChatFiles.read(options, "template_file", file);
    PromptTemplate template;
    try {
      template = new PromptTemplate(text);
    } catch (IllegalArgumentException e) {
      throw options.refused(
          "template_file", file, "a template that can be used: " + e.getMessage());
    }
    if (!template.shows("response") && !shows(template, "response_a", "response_b")) {
      throw options.refused(
          "template_file",
          file,
          "a template with {{response}}, or {{response_a}} and {{response_b}}");
    }
    return new ChatPrompt(code(text, system), system.strip(), ownTurn, template);
  }

  /// The turns for a request.
  Prompt.Chat fill(Map<String, Object> values, Form form) {
    String text = template.fill(values);
    if (system.isEmpty()) {
      return new Prompt.Chat(List.of(new Prompt.Turn("user", text)), form);
    }
    return new Prompt.Chat(
        ownTurn
            ? List.of(new Prompt.Turn("system", system), new Prompt.Turn("user", text))
            : List.of(new Prompt.Turn("user", system + "\n\n" + text)),
        form);
  }

  /// Whether the template shows all of some values.
  static boolean shows(PromptTemplate template, String... names) {
    return List.of(names).stream().allMatch(template::shows);
  }

  private static String code(String text, String system) {
    return "custom-" + Ids.hash(text, system).substring(0, 12);
  }
}
