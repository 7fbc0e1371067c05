package io.gavel.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a worker does; several of them share one process or are split over machines.
public enum Role {
  /// Generations to judge requests.
  @JsonProperty("enrich")
  ENRICH,
  /// Judge requests to feedback.
  @JsonProperty("judge")
  JUDGE,
  /// Feedback to preferences and rankings.
  @JsonProperty("reward")
  REWARD,
  /// Feedback to score windows.
  @JsonProperty("monitor")
  MONITOR
}
