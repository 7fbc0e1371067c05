package io.gavel.simulator.answer;

import io.gavel.hash.Ids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Answers a Prometheus prompt in Prometheus's format without any model, and says so. Its scores
/// show that the pipeline works and nothing about the response.
///
/// With a reference answer the score comes from how many words the response shares with it: F1 over
/// words (the harmonic mean of precision and recall, counted as multisets), moved by up to [#WAVER]
/// as the seed decides, because a real judge wavers too:
///
/// | F1 | below 0.20 | 0.20 | 0.36 | 0.60 | 0.75 and above |
/// |---|---|---|---|---|---|
/// | score | 1 | 2 | 3 | 4 | 5 |
///
/// Without one it comes from the length of the response: 1 below 20 words, 3 below 50, otherwise 5,
/// or 3 above 400 words; and one less, though never below 1, where the F1 with the instruction is
/// below 0.20.
///
/// Pure: the same prompt and seed give the same answer. For any thread.
public final class StandInJudge {
  /// How far the seed moves F1 at most, up or down.
  static final double WAVER = 0.04;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[.,:]\\p{N}+)*");
  private static final int WORDS_SHOWN = 3;
  private static final int LETTERS_OF_A_WORD_SHOWN = 5;

  private final long seed;

  /// @param seed decides how the judge wavers
  public StandInJudge(long seed) {
    this.seed = seed;
  }

  /// The answer to a prompt. A prompt that is no absolute Prometheus prompt gets an answer without
  /// a score, as a confused model would give.
  ///
  /// @param sample which of several answers to the same request, from 0: each wavers on its own
  public StandInAnswer answer(String prompt, int sample) {
    PrometheusPrompt parts = PrometheusPrompt.read(prompt);
    if (parts == null) {
      return new StandInAnswer(
          "Feedback: Stand-in judge, no model: this prompt does not have the headings of"
              + " Prometheus's absolute format, so there is nothing to compare and no score.",
          null);
    }
    List<String> response = words(parts.response());
    String[] draw = {Long.toString(seed), prompt, Integer.toString(sample)};
    double waver = (2 * Ids.uniform(sample == 0 ? Arrays.copyOf(draw, 2) : draw) - 1) * WAVER;
    return parts.reference() == null
        ? withoutReference(response, words(parts.instruction()))
        : withReference(response, words(parts.reference()), waver);
  }

  private static StandInAnswer withReference(
      List<String> response, List<String> reference, double waver) {
    double overlap = overlap(response, reference);
    Set<String> used = new HashSet<>(response);
    List<String> telling = telling(reference);
    List<String> covered = telling.stream().filter(used::contains).limit(WORDS_SHOWN).toList();
    List<String> missing =
        telling.stream().filter(word -> !used.contains(word)).limit(WORDS_SHOWN).toList();
    StringBuilder text =
        new StringBuilder("Feedback: Stand-in judge, no model: the response and the reference")
            .append(" answer share %d%% of their words".formatted(Math.round(100 * overlap)));
    if (!covered.isEmpty()) {
      text.append("; it covers ").append(quoted(covered));
    }
    if (!missing.isEmpty()) {
      text.append(covered.isEmpty() ? "; it does not mention " : " and does not mention ")
          .append(quoted(missing));
    }
    return new StandInAnswer(text.append('.').toString(), scoreWithReference(overlap + waver));
  }

  private static StandInAnswer withoutReference(List<String> response, List<String> instruction) {
    double overlap = overlap(response, instruction);
    return new StandInAnswer(
        "Feedback: Stand-in judge, no model: there is no reference answer, so this score comes from"
            + " length alone and from the instruction's words; the response has %d words and shares %d%% of its words with the instruction."
                .formatted(response.size(), Math.round(100 * overlap)),
        scoreWithoutReference(response.size(), overlap));
  }

  /// The score for an overlap with the reference answer, 1 to 5.
  static int scoreWithReference(double overlap) {
    if (overlap < 0.20) {
      return 1;
    }
    if (overlap < 0.36) {
      return 2;
    }
    if (overlap < 0.60) {
      return 3;
    }
    return overlap < 0.75 ? 4 : 5;
  }

  /// The score where there is no reference answer, 1 to 5.
  static int scoreWithoutReference(int words, double overlapWithInstruction) {
    int byLength = words < 20 ? 1 : words < 50 || words > 400 ? 3 : 5;
    return overlapWithInstruction < 0.20 ? Math.max(1, byLength - 1) : byLength;
  }

  /// F1 over words, 0 to 1: twice the number of shared words, by the number of words in both.
  static double overlap(List<String> one, List<String> other) {
    Map<String, Integer> left = new HashMap<>();
    one.forEach(word -> left.merge(word, 1, Integer::sum));
    int shared = 0;
    for (String word : other) {
      if (left.merge(word, -1, Integer::sum) >= 0) {
        shared++;
      }
    }
    int all = one.size() + other.size();
    return all == 0 ? 0 : 2.0 * shared / all;
  }

  /// The words of a text in lower case; a number keeps its decimals, so `4.50` is one word.
  static List<String> words(String text) {
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    List<String> words = new ArrayList<>();
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /// The words worth showing, the longest first.
  private static List<String> telling(List<String> words) {
    return words.stream()
        .distinct()
        .filter(word -> word.length() >= LETTERS_OF_A_WORD_SHOWN)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
  }
}
