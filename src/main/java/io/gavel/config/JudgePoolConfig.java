package io.gavel.config;

import java.time.Duration;

/// How many calls a profile's endpoints get at once, and how they are looked after.
///
/// @param limit `following`: it follows what each server can do, up to the profile's `concurrency`;
///   or `fixed`: it is `concurrency`
/// @param initialLimit where a following limit starts; what is above `concurrency` counts as that
/// @param minimumLimit below which it never goes; up to `initialLimit`
/// @param queueInterval how often a server's own queue is looked at; zero: never
/// @param resolveInterval how often names of `dns+http` endpoints are resolved
public record JudgePoolConfig(
    String limit,
    int initialLimit,
    int minimumLimit,
    Duration queueInterval,
    Duration resolveInterval) {
  private static final String PATH = JudgeProfile.ANY + ".pool";

  /// Checks.
  public JudgePoolConfig {
    Check.that(
        limit.equals("following") || limit.equals("fixed"),
        PATH + ".limit",
        "'" + limit + "'",
        "following or fixed");
    Check.positive(PATH + ".minimum_limit", minimumLimit);
    Check.that(
        initialLimit >= minimumLimit,
        PATH + ".initial_limit",
        initialLimit,
        "at least minimum_limit, which is " + minimumLimit);
    Check.that(
        !queueInterval.isNegative(),
        PATH + ".queue_interval",
        queueInterval,
        "0s (never) or longer");
    Check.positive(PATH + ".resolve_interval", resolveInterval);
  }
}
