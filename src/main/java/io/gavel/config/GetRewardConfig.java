package io.gavel.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;

/// What trainers are answered at `POST /get_reward`.
///
/// @param application what their samples count as; empty: they are not answered
/// @param model the model that samples count as made by, where a request names none
/// @param longestWait `wait`: how long a request waits for its rewards
/// @param outageWait how long a request waits where none of this worker's judges answers; 0: not at
///   all
/// @param waitingLimit how many samples may wait for their reward at a time
/// @param remember for how long after it was asked for a reward answers the same sample again
/// @param acceptPartial whether a reward without all of its rubrics is given
/// @param endMarks what is cut off at the end of responses
public record GetRewardConfig(
    String application,
    String model,
    @JsonProperty("wait") Duration longestWait,
    Duration outageWait,
    int waitingLimit,
    Duration remember,
    boolean acceptPartial,
    List<String> endMarks) {
  /// Trainers are not answered.
  public static final GetRewardConfig OFF =
      new GetRewardConfig(
          "",
          "policy",
          Duration.ofSeconds(150),
          Duration.ofSeconds(10),
          10_000,
          Duration.ofMinutes(30),
          false,
          List.of());

  /// Checks and copies.
  public GetRewardConfig {
    Check.notBlank("web.get_reward.model", model);
    Check.positive("web.get_reward.wait", longestWait);
    Check.that(!outageWait.isNegative(), "web.get_reward.outage_wait", outageWait, "0s or longer");
    Check.positive("web.get_reward.waiting_limit", waitingLimit);
    Check.that(
        remember.compareTo(longestWait) >= 0,
        "web.get_reward.remember",
        remember,
        "no shorter than web.get_reward.wait");
    endMarks = List.copyOf(endMarks);
    Check.that(
        endMarks.stream().noneMatch(String::isBlank),
        "web.get_reward.end_marks",
        endMarks,
        "texts that are not blank");
  }

  /// Whether trainers are answered.
  public boolean isOn() {
    return !application.isBlank();
  }
}
