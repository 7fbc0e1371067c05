package io.gavel.monitor.window;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A few outcomes to read, whatever the number of all: of those with a score the lowest, of the
/// others the newest. Merging goes in any order.
///
/// @param scored the lowest first
/// @param unscored the newest first
public record Examples(List<Example> scored, List<Example> unscored) {
  /// How many of each are kept.
  static final int MOST = 3;

  /// Of no outcome.
  public static final Examples NONE = new Examples(List.of(), List.of());

  private static final Comparator<Example> NEWEST =
      Comparator.comparing(Example::generatedAt).reversed().thenComparing(Example::requestId);
  private static final Comparator<Example> LOWEST =
      Comparator.comparingDouble(Example::score).thenComparing(NEWEST);

  /// Copies.
  public Examples {
    scored = List.copyOf(scored);
    unscored = List.copyOf(unscored);
  }

  /// Of one outcome.
  static Examples of(Example example) {
    return example.isScored()
        ? new Examples(List.of(example), List.of())
        : new Examples(List.of(), List.of(example));
  }

  /// Of the outcomes of both.
  public Examples merge(Examples other) {
    return new Examples(
        first(scored, other.scored, LOWEST), first(unscored, other.unscored, NEWEST));
  }

  private static List<Example> first(
      List<Example> one, List<Example> other, Comparator<Example> order) {
    return other.isEmpty()
        ? one
        : Stream.concat(one.stream(), other.stream()).sorted(order).distinct().limit(MOST).toList();
  }
}
