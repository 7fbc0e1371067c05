package io.gavel.config;

import java.util.Map;

/// The judge profiles.
///
/// @param defaultProfile the profile of rubrics that name none; one of `profiles`
/// @param profiles by name; not empty
public record JudgeConfig(String defaultProfile, Map<String, JudgeProfile> profiles) {
  /// Checks and copies.
  public JudgeConfig {
    profiles = Map.copyOf(profiles);
    Check.that(
        profiles.containsKey(defaultProfile),
        "judge.default_profile",
        "'" + defaultProfile + "'",
        "one of judge.profiles, which has " + profiles.keySet().stream().sorted().toList());
  }
}
