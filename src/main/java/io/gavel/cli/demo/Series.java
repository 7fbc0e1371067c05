package io.gavel.cli.demo;

import java.util.Comparator;

/// One line of the scoreboard.
///
/// @param application the application
/// @param model the model that made the responses
public record Series(String application, String model) implements Comparable<Series> {
  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::application).thenComparing(Series::model);

  @Override
  public int compareTo(Series other) {
    return ORDER.compare(this, other);
  }
}
