package io.gavel.evaluate.measure;

import io.gavel.agreement.Choice;
import io.gavel.agreement.ConfusionTable;
import io.gavel.evaluate.report.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/// Scores as categories: the whole levels from the lowest to the highest that occurs, so that the
/// steps between neighbours are equal.
final class Levels {
  /// The categories of pairs, in the order of their enum.
  static final List<String> CHOICES = List.of("first", "second", "tie");

  /// More levels than this are a continuum: they get neither table nor picture.
  private static final int MOST = 100;

  private final long lowest;
  private final long highest;

  private Levels(long lowest, long highest) {
    this.lowest = lowest;
    this.highest = highest;
  }

  /// The levels that cover all scores, each of which counts as the nearest one (halves upwards);
  /// empty where there are no scores, or more than 100 levels.
  static Optional<Levels> covering(double[]... series) {
    long[] levels =
        Arrays.stream(series)
            .flatMapToDouble(Arrays::stream)
            .filter(score -> !Double.isNaN(score))
            .mapToLong(Math::round)
            .toArray();
    long lowest = LongStream.of(levels).min().orElse(0);
    long highest = LongStream.of(levels).max().orElse(0);
    // As doubles: the difference of two longs may be none.
    return levels.length == 0 || (double) highest - lowest >= MOST
        ? Optional.empty()
        : Optional.of(new Levels(lowest, highest));
  }

  /// Their names, ascending.
  List<String> names() {
    return LongStream.rangeClosed(lowest, highest).mapToObj(Long::toString).toList();
  }

  /// The index of the level nearest to a score.
  int index(double score) {
    return Math.toIntExact(Math.round(score) - lowest);
  }

  /// Labels against verdicts; neither may hold NaN.
  ConfusionTable table(double[] labels, double[] verdicts) {
    return ConfusionTable.of(names(), indexes(labels), indexes(verdicts));
  }

  private int[] indexes(double[] scores) {
    return Arrays.stream(scores).mapToInt(this::index).toArray();
  }

  /// The index of a choice in [#CHOICES].
  static int index(Choice choice) {
    return switch (choice) {
      case FIRST -> 0;
      case SECOND -> 1;
      case TIE -> 2;
    };
  }

  /// How often each level occurs in each series; empty where there are no levels.
  ///
  /// @param series scores by the name of what they are, in order; NaN where there is none
  static Optional<Distribution> distribution(SequencedMap<String, double[]> series) {
    return covering(series.values().toArray(double[][]::new))
        .map(levels -> {
          List<Distribution.Series> counted = new ArrayList<>();
          for (Map.Entry<String, double[]> one : series.entrySet()) {
            long[] counts = new long[levels.names().size()];
            Arrays.stream(one.getValue())
                .filter(score -> !Double.isNaN(score))
                .forEach(score -> counts[levels.index(score)]++);
            counted.add(
                new Distribution.Series(one.getKey(), LongStream.of(counts).boxed().toList()));
          }
          return new Distribution(levels.names(), counted);
        });
  }
}
