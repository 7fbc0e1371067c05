package io.gavel.simulator.settings;

import io.gavel.config.Check;
import java.time.Duration;

/// How many requests a server takes.
///
/// @param slots requests that run at once
/// @param maxQueued requests that wait for a slot at most; 0: any number
/// @param overloadStatus what one more is refused with, 503 or 429
/// @param retryAfter told with the refusal, in whole seconds; zero: not told
/// @param cacheTokens what the prefix cache holds; 0: nothing
public record ServingSettings(
    int slots, int maxQueued, int overloadStatus, Duration retryAfter, int cacheTokens) {
  /// Checks.
  public ServingSettings {
    Check.positive("serving.slots", slots);
    Check.that(maxQueued >= 0, "serving.max_queued", maxQueued, "0 (any number) or more");
    Check.that(
        overloadStatus == 503 || overloadStatus == 429,
        "serving.overload_status",
        overloadStatus,
        "503 or 429");
    Check.that(
        !retryAfter.isNegative() && retryAfter.toNanosPart() == 0,
        "serving.retry_after",
        retryAfter,
        "whole seconds");
    Check.that(cacheTokens >= 0, "serving.cache_tokens", cacheTokens, "0 (none) or more");
  }
}
