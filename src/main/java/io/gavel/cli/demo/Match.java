package io.gavel.cli.demo;

import java.util.Comparator;

/// Two models that are compared by a rubric.
///
/// @param rubric its id
/// @param first the model whose name comes first
/// @param second the other one
record Match(String rubric, String first, String second) implements Comparable<Match> {
  private static final Comparator<Match> ORDER =
      Comparator.comparing(Match::rubric).thenComparing(Match::first).thenComparing(Match::second);

  /// Of two models in any order.
  static Match of(String rubric, String one, String other) {
    return one.compareTo(other) <= 0
        ? new Match(rubric, one, other)
        : new Match(rubric, other, one);
  }

  @Override
  public int compareTo(Match other) {
    return ORDER.compare(this, other);
  }
}
