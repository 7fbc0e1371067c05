package io.gavel.judge;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.autoj.AutoJKind;
import io.gavel.judge.chat.ChatKind;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.prometheus.PrometheusKind;
import io.gavel.judge.rewardmodel.RewardModelKind;
import java.util.Map;
import java.util.TreeMap;

/// The kinds of judges there are, by name. A new one is registered here, and nowhere else.
final class Kinds {
  private static final Map<String, Factory> ALL =
      new TreeMap<>(
          Map.of(
              "auto-j", AutoJKind::of,
              "chat", ChatKind::of,
              "prometheus", PrometheusKind::of,
              "reward-model", RewardModelKind::of));

  private Kinds() {}

  /// Makes a kind of a profile.
  @FunctionalInterface
  private interface Factory {
    JudgeKind make(String name, JudgeProfile profile, KindOptions options);
  }

  /// The kind of a profile.
  ///
  /// @param name the profile's name, for messages
  /// @throws InvalidConfigException when there is no such kind, or it cannot use a setting
  static JudgeKind of(String name, JudgeProfile profile) {
    Factory factory = ALL.get(profile.kind());
    if (factory == null) {
      throw new InvalidConfigException(
          "judge.profiles.%s.kind: %s is not allowed: it must be one of %s"
              .formatted(name, profile.kind(), String.join(", ", ALL.keySet())));
    }
    KindOptions options = new KindOptions(name, profile.asking().options());
    JudgeKind kind = factory.make(name, profile, options);
    options.end();
    return kind;
  }
}
