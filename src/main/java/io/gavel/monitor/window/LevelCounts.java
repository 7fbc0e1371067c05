package io.gavel.monitor.window;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A histogram over a rubric's levels.
///
/// @param minimum the lowest score of the scales
/// @param maximum the highest score of the scales; below the lowest where there is no score
/// @param levels the levels that have a score
public record LevelCounts(int minimum, int maximum, SortedMap<Integer, WeightedTotal> levels) {
  /// No one scale has more.
  private static final int MOST_LEVELS = 1_000;

  /// Of no score.
  public static final LevelCounts NONE =
      new LevelCounts(Integer.MAX_VALUE, Integer.MIN_VALUE, new TreeMap<>());

  /// Copies.
  public LevelCounts {
    levels = Collections.unmodifiableSortedMap(new TreeMap<>(levels));
  }

  /// Of one score.
  public static LevelCounts of(int score, double weight, int minimum, int maximum) {
    return new LevelCounts(
        minimum, maximum, new TreeMap<>(Map.of(score, WeightedTotal.of(weight))));
  }

  /// Of the scores of both.
  public LevelCounts merge(LevelCounts other) {
    SortedMap<Integer, WeightedTotal> both = new TreeMap<>(levels);
    other.levels.forEach((level, total) -> both.merge(level, total, WeightedTotal::merge));
    return new LevelCounts(
        Math.min(minimum, other.minimum), Math.max(maximum, other.maximum), both);
  }

  /// Every level of the scales with what it has, ascending; where scales lie too far apart for
  /// that, as when a rubric's changed, those that have something.
  public SortedMap<Integer, WeightedTotal> all() {
    if ((long) maximum - minimum >= MOST_LEVELS) {
      return new TreeMap<>(levels);
    }
    SortedMap<Integer, WeightedTotal> all = new TreeMap<>();
    for (long level = minimum; level <= maximum; level++) {
      all.put((int) level, levels.getOrDefault((int) level, WeightedTotal.NONE));
    }
    return all;
  }
}
