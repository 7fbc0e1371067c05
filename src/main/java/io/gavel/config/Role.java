package io.gavel.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

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
  MONITOR,
  /// The page, and the API that it reads.
  @JsonProperty("web")
  WEB;

  /// Every role as it is written in settings, for messages: `enrich, judge, ...`.
  public static String names() {
    return Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "));
  }

  /// As in settings, in lower case.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
