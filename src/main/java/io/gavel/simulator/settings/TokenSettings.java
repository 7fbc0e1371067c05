package io.gavel.simulator.settings;

import io.gavel.config.Check;
import io.gavel.simulator.model.TokenTimes;
import java.time.Duration;

/// How long tokens take, and how many an answer has.
///
/// @param firstToken the time to the first token, beside the prompt's
/// @param promptTokensPerSecond how fast the prompt is read where it is not in the prefix cache
/// @param outputToken the time for every token of the answer
/// @param outputTokenPerRunningMicros microseconds that it takes longer for every running request
/// @param lengthMedian half the answers are longer, in tokens
/// @param lengthSpread the standard deviation of the logarithm of the length
/// @param lengthCap the longest answer, in tokens
public record TokenSettings(
    Duration firstToken,
    double promptTokensPerSecond,
    Duration outputToken,
    double outputTokenPerRunningMicros,
    double lengthMedian,
    double lengthSpread,
    double lengthCap) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;

  /// Checks.
  public TokenSettings {
    Check.that(!firstToken.isNegative(), "tokens.first_token", firstToken, "0 or longer");
    Check.that(
        promptTokensPerSecond > 0,
        "tokens.prompt_tokens_per_second",
        promptTokensPerSecond,
        "greater than 0");
    Check.that(!outputToken.isNegative(), "tokens.output_token", outputToken, "0 or longer");
    Check.that(
        outputTokenPerRunningMicros >= 0 && Double.isFinite(outputTokenPerRunningMicros),
        "tokens.output_token_per_running_micros",
        outputTokenPerRunningMicros,
        "0 or more");
    Check.that(lengthMedian >= 1, "tokens.length_median", lengthMedian, "1 or more");
    Check.that(lengthSpread >= 0, "tokens.length_spread", lengthSpread, "0 or more");
    Check.that(
        lengthCap >= lengthMedian && lengthCap <= 1_000_000,
        "tokens.length_cap",
        lengthCap,
        "at least length_median, and up to 1000000");
  }

  TokenTimes times() {
    return new TokenTimes(
        firstToken.toNanos(),
        NANOS_PER_SECOND / promptTokensPerSecond,
        outputToken.toNanos(),
        NANOS_PER_MICRO * outputTokenPerRunningMicros);
  }

  /// How long an answer is, in tokens.
  ///
  /// @param normal a standard normal draw
  public int length(double normal) {
    return (int)
        Math.clamp(Math.round(lengthMedian * Math.exp(lengthSpread * normal)), 1, (long) lengthCap);
  }
}
