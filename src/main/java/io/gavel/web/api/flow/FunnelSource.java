package io.gavel.web.api.flow;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Knows what became of the events that this worker has seen. For any thread.
@FunctionalInterface
public interface FunnelSource {
  /// The counts since the worker started.
  Funnel now();

  /// The counts.
  ///
  /// @param generations by what became of them
  /// @param judgeRequests made of them
  /// @param feedback published
  /// @param deadLetters published, by reason
  /// @param waiting generations that wait for something
  record Funnel(
      Map<String, Long> generations,
      long judgeRequests,
      long feedback,
      Map<String, Long> deadLetters,
      long waiting) {
    /// Copies.
    public Funnel {
      generations = new TreeMap<>(generations);
      deadLetters = new TreeMap<>(deadLetters);
    }
  }

  /// How far a role is behind.
  ///
  /// @param role which
  /// @param records that it has not done yet
  /// @param seconds how long the oldest of them has waited
  record Lag(String role, long records, double seconds) {}

  /// Knows how far the roles are behind, those of all workers together.
  interface Lags {
    /// Of each role that has a group.
    List<Lag> now();
  }
}
