package io.gavel.simulator.answer;

import io.gavel.hash.Ids;
import io.gavel.simulator.answer.prompt.JudgePrompt;
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
import org.jspecify.annotations.Nullable;

/// Forms an opinion of a prompt without any model. It shows that the pipeline works and says
/// nothing about the response.
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
/// Two responses are compared by the qualities that each would have alone; how the judge wavers
/// about one does not depend on where it is shown. A prompt in which nothing is recognised gets a
/// quality that is a hash of it.
///
/// Pure: the same prompt and seed give the same opinion. For any thread.
final class StandInJudge {
  /// How far the seed moves F1 at most, up or down.
  static final double WAVER = 0.04;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[.,:]\\p{N}+)*");
  private static final double[] OVERLAPS = {0, 0.20, 0.36, 0.60, 0.75, 1};

  /// How far what a score without a reference does not tell can move the quality.
  private static final double WITHIN_A_SCORE = 0.4;

  private static final int WORDS_SHOWN = 3;
  private static final int LETTERS_OF_A_WORD_SHOWN = 5;

  private final long seed;

  /// @param seed decides how the judge wavers
  StandInJudge(long seed) {
    this.seed = seed;
  }

  /// The opinion of a prompt.
  ///
  /// @param prompt all of it, of which `read` was read
  /// @param sample which of several answers to the same request, from 0: each wavers on its own
  Opinion opinion(String prompt, JudgePrompt read, int sample) {
    return switch (read) {
      case JudgePrompt.Single single ->
          single(single.instruction(), single.response(), single.reference(), prompt, sample);
      case JudgePrompt.Pair pair -> pair(pair, sample);
      case JudgePrompt.Unknown(String text) ->
          new Opinion.Single(
              "Stand-in judge, no model: nothing is recognised in this prompt, so the verdict is a"
                  + " hash of it.",
              1 + 4 * Ids.uniform("unknown", Long.toString(seed), text, "" + sample));
    };
  }

  private Opinion.Single single(
      String instruction, String response, @Nullable String reference, String draw, int sample) {
    List<String> words = words(response);
    return reference == null
        ? withoutReference(words, words(instruction))
        : withReference(words, words(reference), waver(draw, sample));
  }

  private Opinion.Pair pair(JudgePrompt.Pair pair, int sample) {
    double first = alone(pair, pair.first(), sample).quality();
    double second = alone(pair, pair.second(), sample).quality();
    String how =
        pair.reference() == null
            ? "by length and the instruction's words"
            : "by the words they share with the reference answer";
    return new Opinion.Pair(
        "Stand-in judge, no model: compared %s, the first response would have %.1f points and the second %.1f."
            .formatted(how, first, second),
        first,
        second,
        tossed(pair));
  }

  private Opinion.Single alone(JudgePrompt.Pair pair, String response, int sample) {
    return single(
        pair.instruction(),
        response,
        pair.reference(),
        Ids.hash(pair.instruction(), response),
        sample);
  }

  /// Which of two equals is preferred: the same in both orders.
  private boolean tossed(JudgePrompt.Pair pair) {
    boolean ordered = pair.first().compareTo(pair.second()) < 0;
    String lower = ordered ? pair.first() : pair.second();
    String upper = ordered ? pair.second() : pair.first();
    return ordered == Ids.uniform("toss", Long.toString(seed), lower, upper) < 0.5;
  }

  private double waver(String draw, int sample) {
    String[] parts = {Long.toString(seed), draw, Integer.toString(sample)};
    return (2 * Ids.uniform(sample == 0 ? Arrays.copyOf(parts, 2) : parts) - 1) * WAVER;
  }

  private static Opinion.Single withReference(
      List<String> response, List<String> reference, double waver) {
    double overlap = overlap(response, reference);
    Set<String> used = new HashSet<>(response);
    List<String> telling = telling(reference);
    List<String> covered = telling.stream().filter(used::contains).limit(WORDS_SHOWN).toList();
    List<String> missing =
        telling.stream().filter(word -> !used.contains(word)).limit(WORDS_SHOWN).toList();
    StringBuilder text =
        new StringBuilder("Stand-in judge, no model: the response and the reference")
            .append(" answer share %d%% of their words".formatted(Math.round(100 * overlap)));
    if (!covered.isEmpty()) {
      text.append("; it covers ").append(quoted(covered));
    }
    if (!missing.isEmpty()) {
      text.append(covered.isEmpty() ? "; it does not mention " : " and does not mention ")
          .append(quoted(missing));
    }
    return new Opinion.Single(text.append('.').toString(), qualityWithReference(overlap + waver));
  }

  private static Opinion.Single withoutReference(List<String> response, List<String> instruction) {
    double overlap = overlap(response, instruction);
    return new Opinion.Single(
        "Stand-in judge, no model: there is no reference answer, so this score comes from"
            + " length alone and from the instruction's words; the response has %d words and shares %d%% of its words with the instruction."
                .formatted(response.size(), Math.round(100 * overlap)),
        scoreWithoutReference(response.size(), overlap) + WITHIN_A_SCORE * (overlap - 0.5));
  }

  /// The quality for an overlap with the reference answer: linear between [#OVERLAPS], at which it
  /// is half a point below 1, 2, 3, 4 and 5, and half a point above 5.
  static double qualityWithReference(double overlap) {
    double within = Math.clamp(overlap, 0, 1);
    int above = 1;
    while (above < OVERLAPS.length - 1 && within >= OVERLAPS[above]) {
      above++;
    }
    double from = OVERLAPS[above - 1];
    return above - 0.5 + (within - from) / (OVERLAPS[above] - from);
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
