package io.gavel.simulator.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A stand-in's opinion as it comes out in one answer: moved by how the judge leans, and put on
/// whatever scale is asked for. Pure.
final class Stance {
  /// Scales of more levels are answered without log-probabilities of the levels.
  static final int MOST_LEVELS = 101;

  private static final int LOWEST = 1;
  private static final int HIGHEST = 5;

  /// Two responses nearer than this, in points, are a tie where one is offered.
  private static final double TIED = 0.25;

  private static final Set<String> POSITIVE = Set.of("yes", "true", "pass", "passed", "met");

  private final Opinion opinion;
  private final Leaning leaning;
  private final double quality;
  private final int score;
  private final String[] draw;

  /// @param score the opinion's, leaned and rounded
  /// @param shift how far the opinion is moved, in points
  /// @param draw what decides at random: the same gives the same
  Stance(Opinion opinion, Leaning leaning, double shift, int score, String... draw) {
    this.opinion = opinion;
    this.leaning = leaning;
    this.quality = quality(opinion) + shift;
    this.score = score;
    this.draw = draw.clone();
  }

  /// The score of an opinion, 1 to 5.
  static int score(Opinion opinion) {
    return (int) Math.clamp(Math.floor(quality(opinion) + 0.5), LOWEST, HIGHEST);
  }

  private static double quality(Opinion opinion) {
    return switch (opinion) {
      case Opinion.Single single -> single.quality();
      case Opinion.Pair pair -> (LOWEST + HIGHEST) / 2.0 + pair.lead() / 2;
    };
  }

  /// How the opinion is explained.
  String words() {
    return opinion.words();
  }

  /// Whether it is about two responses.
  boolean isOfPair() {
    return opinion instanceof Opinion.Pair;
  }

  /// An integer from `lowest` to `highest`.
  ///
  /// @param lead what stands before it
  /// @param space what its token begins with
  /// @param tail what stands behind it
  Verdict number(String lead, String space, int lowest, int highest, String tail) {
    int said =
        lowest == LOWEST && highest == HIGHEST
            ? score
            : Math.clamp(Math.round(on(lowest, highest)), lowest, highest);
    if (highest - lowest >= MOST_LEVELS) {
      String token = space + said;
      return new Verdict(lead, token, List.of(new TokenChance(token, 1)), tail);
    }
    return new Verdict(
        lead,
        space + said,
        around(on(lowest, highest), lowest, highest, level -> space + level),
        tail);
  }

  /// One of several texts. Of a pair: the first, the second, or a third for a tie. Of one response:
  /// numbers are a scale, a word such as `yes` beside another is for a quality above the middle,
  /// and all else is a scale in the order in which it is given.
  ///
  /// @param space what its token begins with
  /// @param options at least one
  Verdict oneOf(String lead, String space, List<String> options, String tail) {
    if (options.size() > 1 && opinion instanceof Opinion.Pair pair) {
      return preferred(pair, lead, space, options, tail);
    }
    int last = options.size() - 1;
    List<String> ordered =
        options.size() == 2 && isPositive(options.getFirst()) ? options.reversed() : options;
    if (options.stream().allMatch(option -> option.matches("-?\\d{1,6}"))) {
      ordered = options.stream().sorted(Comparator.comparingInt(Integer::parseInt)).toList();
    }
    List<String> scale = ordered;
    int said = options.size() == HIGHEST ? score - 1 : Math.clamp(Math.round(on(0, last)), 0, last);
    return new Verdict(
        lead,
        space + scale.get(said),
        around(on(0, last), 0, last, level -> space + scale.get(level)),
        tail);
  }

  /// Whether an item of a checklist is met: more often the higher the quality.
  ///
  /// @param item which one
  boolean isMet(String item) {
    List<String> parts = new ArrayList<>(List.of(draw));
    parts.add(item);
    return Draw.uniform("item", parts.toArray(String[]::new)) < on(0, 1);
  }

  private Verdict preferred(
      Opinion.Pair pair, String lead, String space, List<String> options, String tail) {
    boolean tied = options.size() > 2 && Math.abs(pair.lead()) < TIED;
    double toFirst = 1 / (1 + Math.exp(-pair.lead() / leaning.spread()));
    double tie = options.size() > 2 ? (tied ? 0.6 : 0.1) : 0;
    boolean close = Math.abs(pair.lead()) < Leaning.CLOSE;
    double bias = close ? leaning.positionBias() : 0;
    double first = (1 - tie) * (bias + (1 - bias) * toFirst);
    boolean biased = close && Draw.uniform("position", draw) < leaning.positionBias();
    boolean better = pair.lead() == 0 ? pair.tossed() : pair.lead() > 0;
    String said = options.get(tied ? 2 : biased || better ? 0 : 1);
    List<TokenChance> chances = new ArrayList<>();
    chances.add(new TokenChance(space + options.getFirst(), first));
    chances.add(new TokenChance(space + options.get(1), 1 - tie - first));
    if (tie > 0) {
      chances.add(new TokenChance(space + options.get(2), tie));
    }
    return new Verdict(lead, space + said, chances, tail);
  }

  private double on(int lowest, int highest) {
    return lowest + (quality - LOWEST) / (HIGHEST - LOWEST) * (highest - lowest);
  }

  /// A normal distribution around the centre, as far as it is on the scale.
  private List<TokenChance> around(
      double centre, int lowest, int highest, IntFunction<String> token) {
    double deviation =
        Math.max(leaning.spread() * (highest - lowest) / (HIGHEST - LOWEST), Double.MIN_NORMAL);
    double within = Math.clamp(centre, lowest - 0.5, highest + 0.5);
    // In relation to the nearest level, so that a small spread does not make all of them 0.
    double nearest = Math.abs(Math.clamp(Math.rint(within), lowest, highest) - within) / deviation;
    double[] weights =
        IntStream.rangeClosed(lowest, highest)
            .mapToDouble(level -> Math.abs(level - within) / deviation)
            .map(distance -> Math.exp((nearest * nearest - distance * distance) / 2))
            .toArray();
    double sum = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
    return IntStream.rangeClosed(lowest, highest)
        .mapToObj(level ->
            new TokenChance(token.apply(level), Math.max(weights[level - lowest] / sum, 1e-12)))
        .toList();
  }

  private static boolean isPositive(String option) {
    return POSITIVE.contains(option.toLowerCase(Locale.ROOT));
  }
}
