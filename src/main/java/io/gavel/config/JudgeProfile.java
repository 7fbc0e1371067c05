package io.gavel.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// What kind of judge, which model, where, and how it is asked.
///
/// @param kind the kind of judge, `prometheus`
/// @param endpoints the base URLs of OpenAI-compatible servers, such as `http://host:8000/v1`; not
///   empty
/// @param model the judge model, as the server names it
/// @param promptVariant the published variant of the prompt, `prometheus-2` or `prometheus-eval`
/// @param apiKey sent as a bearer token where it is set
/// @param temperature of the sampling, 0 or more
/// @param topP of the sampling, above 0 up to 1
/// @param repetitionPenalty of the sampling; 0 leaves it out
/// @param maxTokens the longest answer, in tokens
/// @param concurrency calls in flight at one endpoint
/// @param callTimeout how long one call may take
/// @param maxAttempts how often a request is asked at most
/// @param retryBudget how long after its first call a request is still asked again
/// @param backoff the first pause before asking again, at most (full jitter)
/// @param maxBackoff the longest pause before asking again, at most
/// @param standIn true for a judge that only stands in for a model
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
    boolean standIn) {
  /// Checks and copies.
  public JudgeProfile {
    Check.that(kind.equals("prometheus"), "judge.profiles.*.kind", kind, "prometheus");
    Check.that(!endpoints.isEmpty(), "judge.profiles.*.endpoints", endpoints, "at least one URL");
    for (URI endpoint : endpoints) {
      Check.that(
          endpoint.isAbsolute()
              && endpoint.getHost() != null
              && (endpoint.getScheme().equals("http") || endpoint.getScheme().equals("https")),
          "judge.profiles.*.endpoints",
          endpoint,
          "a URL such as http://host:8000/v1");
    }
    endpoints = List.copyOf(endpoints);
    Check.notBlank("judge.profiles.*.model", model);
    Check.that(
        promptVariant.equals("prometheus-2") || promptVariant.equals("prometheus-eval"),
        "judge.profiles.*.prompt_variant",
        promptVariant,
        "prometheus-2 or prometheus-eval");
    Check.that(temperature >= 0, "judge.profiles.*.temperature", temperature, "0 or more");
    Check.that(topP > 0 && topP <= 1, "judge.profiles.*.top_p", topP, "above 0 and up to 1");
    Check.that(
        repetitionPenalty >= 0,
        "judge.profiles.*.repetition_penalty",
        repetitionPenalty,
        "0 (left out) or more");
    Check.positive("judge.profiles.*.max_tokens", maxTokens);
    Check.positive("judge.profiles.*.concurrency", concurrency);
    Check.positive("judge.profiles.*.call_timeout", callTimeout);
    Check.positive("judge.profiles.*.max_attempts", maxAttempts);
    Check.positive("judge.profiles.*.retry_budget", retryBudget);
    Check.positive("judge.profiles.*.backoff", backoff);
    Check.positive("judge.profiles.*.max_backoff", maxBackoff);
  }
}
