package io.gavel.judge.model;

import io.gavel.config.JudgeAskingConfig;
import io.gavel.config.JudgePoolConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Judge profiles for tests.
public final class TestingProfiles {
  private TestingProfiles() {}

  /// A profile with short times.
  public static JudgeProfile profile(Duration callTimeout, URI... endpoints) {
    return profile(callTimeout, 1.0, new Secret("key-1"), endpoints);
  }

  public static JudgeProfile profile(
      Duration callTimeout, double temperature, Secret key, URI... endpoints) {
    return new JudgeProfile(
        "prometheus",
        List.of(endpoints),
        "prometheus-7b",
        "prometheus-2",
        key,
        temperature,
        0.9,
        1.03,
        1024,
        4,
        callTimeout,
        3,
        Duration.ofMinutes(10),
        Duration.ofMillis(10),
        Duration.ofMillis(40),
        false,
        new JudgePoolConfig("fixed", 1, 1, Duration.ZERO, Duration.ofMillis(50)),
        JudgeAskingConfig.PLAIN);
  }

  /// A profile that has one part of a prompt over the context shortened.
  public static JudgeProfile shortening(String part, URI... endpoints) {
    JudgeProfile plain = profile(Duration.ofSeconds(30), endpoints);
    return asking(plain, new JudgeAskingConfig(0, "none", part, Map.of()));
  }

  /// A profile that asks otherwise.
  public static JudgeProfile asking(JudgeProfile other, JudgeAskingConfig asking) {
    return other(other, other.kind(), other.model(), other.promptVariant(), asking);
  }

  /// A profile of another kind, at temperature 0.
  public static JudgeProfile of(
      String kind, String variant, Map<String, String> options, URI... endpoints) {
    return other(
        profile(Duration.ofSeconds(30), 0, Secret.NONE, endpoints),
        kind,
        "judge-model",
        variant,
        new JudgeAskingConfig(0, "none", "nothing", options));
  }

  private static JudgeProfile other(
      JudgeProfile other, String kind, String model, String variant, JudgeAskingConfig asking) {
    return new JudgeProfile(
        kind,
        other.endpoints(),
        model,
        variant,
        other.apiKey(),
        other.temperature(),
        other.topP(),
        other.repetitionPenalty(),
        other.maxTokens(),
        other.concurrency(),
        other.callTimeout(),
        other.maxAttempts(),
        other.retryBudget(),
        other.backoff(),
        other.maxBackoff(),
        other.standIn(),
        other.pool(),
        asking);
  }
}
