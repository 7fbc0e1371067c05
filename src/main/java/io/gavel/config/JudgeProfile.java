package io.gavel.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What kind of judge, which model, where, and how it is asked.
///
/// @param kind the kind of judge, such as `prometheus`; which there are is `judge`'s matter
/// @param endpoints the base URLs of OpenAI-compatible servers, such as `http://host:8000/v1`; with
///   `dns+http` each address of the name is an endpoint; not empty
/// @param model the judge model, as the server names it
/// @param promptVariant the variant of the prompt, by the kind's names; empty: the kind's usual one
/// @param apiKey sent as a bearer token where it is set
/// @param temperature of the sampling, 0 or more
/// @param topP of the sampling, above 0 up to 1
/// @param repetitionPenalty of the sampling; 0 leaves it out
/// @param maxTokens the longest answer, in tokens
/// @param concurrency calls in flight at one endpoint, at most
/// @param callTimeout how long one call may take
/// @param maxAttempts how often a request is asked at most
/// @param retryBudget how long after its first call a request is still asked again
/// @param backoff the first pause before asking again, at most (full jitter)
/// @param maxBackoff the longest pause before asking again, at most
/// @param standIn true for a judge that only stands in for a model
/// @param pool how many calls the endpoints get at once, up to `concurrency`
/// @param asking what is asked for beside words
public record JudgeProfile(
    String kind,
    List<URI> endpoints,
    String model,
    String promptVariant,
    Secret apiKey,
    double temperature,
    double topP,
    double repetitionPenalty,
    int maxTokens,
    int concurrency,
    Duration callTimeout,
    int maxAttempts,
    Duration retryBudget,
    Duration backoff,
    Duration maxBackoff,
    boolean standIn,
    JudgePoolConfig pool,
    JudgeAskingConfig asking) {
  /// What stands for the profile's key in messages, because a profile does not know its name.
  static final String ANY = "judge.profiles.*";

  /// No model writes more; an answer that was cut off gets twice its room.
  private static final int MOST_TOKENS = 1_000_000;

  /// No dns+https: a certificate names a host, not its addresses.
  private static final Set<String> SCHEMES = Set.of("http", "https", "dns+http");

  /// Checks and copies.
  public JudgeProfile {
    Check.notBlank(ANY + ".kind", kind);
    Check.that(!endpoints.isEmpty(), ANY + ".endpoints", endpoints, "at least one URL");
    for (URI endpoint : endpoints) {
      // First, and of every URL: the next check tells the value, which would tell the password.
      Check.that(
          endpoint.toString().indexOf('@') < 0,
          ANY + ".endpoints",
          "a URL with an @",
          "without a user and password, which go into api_key or the server before the judge");
      Check.that(
          endpoint.isAbsolute()
              && endpoint.getHost() != null
              && SCHEMES.contains(endpoint.getScheme()),
          ANY + ".endpoints",
          endpoint.toString().replaceFirst("[?#].*", ""),
          "a URL such as http://host:8000/v1 or dns+http://name:8000/v1");
    }
    endpoints = List.copyOf(endpoints);
    Check.notBlank(ANY + ".model", model);
    Check.that(
        temperature >= 0 && Double.isFinite(temperature),
        ANY + ".temperature",
        temperature,
        "0 or more, and finite");
    Check.that(topP > 0 && topP <= 1, ANY + ".top_p", topP, "above 0 and up to 1");
    Check.that(
        repetitionPenalty >= 0 && Double.isFinite(repetitionPenalty),
        ANY + ".repetition_penalty",
        repetitionPenalty,
        "0 (left out) or more, and finite");
    Check.positive(ANY + ".max_tokens", maxTokens);
    Check.that(maxTokens <= MOST_TOKENS, ANY + ".max_tokens", maxTokens, "up to " + MOST_TOKENS);
    Check.positive(ANY + ".concurrency", concurrency);
    Check.positive(ANY + ".call_timeout", callTimeout);
    Check.positive(ANY + ".max_attempts", maxAttempts);
    Check.positive(ANY + ".retry_budget", retryBudget);
    Check.positive(ANY + ".backoff", backoff);
    Check.positive(ANY + ".max_backoff", maxBackoff);
    Check.that(
        maxBackoff.compareTo(backoff) >= 0,
        ANY + ".max_backoff",
        maxBackoff,
        "at least backoff, which is " + Durations.text(backoff));
  }
}
