package io.gavel.simulator.api.completion;

import static io.gavel.simulator.api.completion.InvalidRequestException.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.simulator.answer.AnswerForm;
import java.util.OptionalInt;

/// What a stand-in needs of a completion request.
///
/// @param prompt the prompt, or the contents of all messages
/// @param maxTokens the longest answer, at least 1; empty where the request does not say
/// @param samples how many answers, 1 to [#MOST_SAMPLES]
/// @param form the form of the answers
/// @param logProbs how many alternatives are told for every token, 0 to [#MOST_LOG_PROBS]; empty:
///   no log-probabilities at all
public record CompletionRequest(
    String prompt, OptionalInt maxTokens, int samples, AnswerForm form, OptionalInt logProbs) {
  static final int MOST_SAMPLES = 128;

  /// What vLLM allows where it is not told otherwise (`--max-logprobs`).
  static final int MOST_LOG_PROBS = 20;

  private static final double GREEDY = 1e-5; // vLLM's _SAMPLING_EPS

  /// Checks and reads a request.
  ///
  /// @param body an object
  /// @throws InvalidRequestException names the first field that is at fault
  public static CompletionRequest read(JsonNode body, CompletionProtocol protocol)
      throws InvalidRequestException {
    check(!body.path("stream").asBoolean(), "stream", "stream: the stand-in does not stream");
    int samples = body.path("n").asInt(1);
    check(
        samples >= 1 && samples <= MOST_SAMPLES,
        "n",
        "n must be 1 to %d, got %d.".formatted(MOST_SAMPLES, samples));
    double temperature = body.path("temperature").asDouble(1);
    check(
        temperature >= 0,
        "temperature",
        "temperature must be non-negative, got " + temperature + ".");
    check(
        samples == 1 || temperature >= GREEDY,
        "n",
        "n must be 1 when using greedy sampling, got " + samples + ".");
    double topP = body.path("top_p").asDouble(1);
    check(topP > 0 && topP <= 1, "top_p", "top_p must be in (0, 1], got " + topP + ".");
    OptionalInt logProbs = protocol.logProbs(body);
    check(
        logProbs.orElse(0) <= MOST_LOG_PROBS,
        "logprobs",
        "Requested sample logprobs of %d, which is greater than max allowed: %d"
            .formatted(logProbs.orElse(0), MOST_LOG_PROBS));
    return new CompletionRequest(
        protocol.prompt(body), maxTokens(body), samples, RequestedForm.of(body), logProbs);
  }

  private static OptionalInt maxTokens(JsonNode body) throws InvalidRequestException {
    String limit =
        body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    if (!body.hasNonNull(limit)) {
      return OptionalInt.empty();
    }
    int tokens = body.path(limit).asInt();
    check(tokens >= 1, limit, limit + " must be at least 1, got " + tokens + ".");
    return OptionalInt.of(tokens);
  }
}
