package io.gavel.web.api.series;

import org.jspecify.annotations.Nullable;

/// Knows how each series stands against its baseline. For any thread.
@FunctionalInterface
public interface Standings {
  /// Of nothing: for every series it is too early to tell.
  Standings UNKNOWN = _ -> Standing.GATHERING;

  /// How a series stands now.
  ///
  /// @param seriesKey the series' key
  Standing of(String seriesKey);

  /// How a series stands.
  ///
  /// @param state in one word
  /// @param baseline what it is compared with; null where there is nothing yet
  /// @param judge whether the series tells of the judge, and not of what is judged
  record Standing(State state, @Nullable Baseline baseline, boolean judge) {
    /// There is not enough evidence for saying anything.
    public static final Standing GATHERING = new Standing(State.GATHERING, null, false);
  }

  /// How a series stands, in one word.
  enum State {
    /// There is not enough evidence yet.
    GATHERING,
    /// There is enough, and nothing has moved.
    STEADY,
    /// An alert is raised.
    ALERT
  }

  /// What a series is compared with.
  ///
  /// @param mean its mean score
  /// @param kind whose it is
  record Baseline(double mean, Kind kind) {
    /// Where a baseline comes from.
    public enum Kind {
      /// An operator said that this is good.
      PINNED,
      /// The windows before the current ones.
      TRAILING
    }
  }
}
