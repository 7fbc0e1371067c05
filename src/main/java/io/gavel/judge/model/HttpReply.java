package io.gavel.judge.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.protocol.Protocol;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a reply of an HTTP response of a judge server. The words of an error stay in the body that
/// goes with the reply: servers quote the prompt in them, and gateways parts of the key.
///
/// @param endpoint the server's name
/// @param profileModel the model that was asked for
/// @param protocol how answers are read from the body
/// @param clock the time
record HttpReply(String endpoint, String profileModel, Protocol protocol, InstantSource clock) {
  /// The header by which a server says that it only stands in for a judge model.
  static final String STAND_IN_HEADER = "X-Gavel-Stand-In";

  /// The end of a model's name that says the same.
  static final String STAND_IN_SUFFIX = "(stand-in)";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_NAME = 200;
  private static final Set<String> CONTEXT_PARAMS = Set.of("input_tokens", "input_text");

  /// What vLLM names where the prompt alone fits and its answer does not; the same names stand for
  /// other faults, so there its words have to tell.
  private static final Set<String> ROOM_PARAMS = Set.of("max_tokens", "max_completion_tokens");

  private static final Set<String> CONTEXT_CODES =
      Set.of("context_length_exceeded", "exceed_context_size_error");

  /// The flat error of older vLLM has no `param`, so there its words have to do.
  private static final Pattern CONTEXT_WORDS =
      Pattern.compile(
          "maximum (?:context|model) length|max_model_len|context (?:length|window|size)",
          Pattern.CASE_INSENSITIVE);

  private static final Set<String> SETTING_CODES =
      Set.of("model_not_found", "insufficient_quota", "invalid_api_key");

  Reply read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 200) {
      return answer(response);
    }
    String body = new String(response.body(), StandardCharsets.UTF_8);
    JsonNode flat = json(response.body());
    JsonNode error = flat.path("error").isObject() ? flat.path("error") : flat;
    if (SETTING_CODES.contains(error.path("code").asText())) {
      return misconfigured(status, error, Reply.Suspect.SETTINGS);
    }
    return switch (status) {
      case 401, 402, 407 -> misconfigured(status, error, Reply.Suspect.SETTINGS);
      case 403, 404, 405 -> misconfigured(status, error, Reply.Suspect.EITHER);
      case 429, 503, 529 -> new Reply.Overloaded(said(status, error), retryAfter(response));
      case 408, 409, 425 -> new Reply.Failed(said(status, error));
      case 413 -> new Reply.Refused(true, said(status, error), body, standIn(response));
      case 400 ->
          new Reply.Refused(isContext(flat, error), said(status, error), body, standIn(response));
      default -> {
        if (status >= 500) {
          yield new Reply.Failed(said(status, error));
        }
        if (status >= 400) {
          yield new Reply.Refused(false, said(status, error), body, standIn(response));
        }
        yield misconfigured(status, error, Reply.Suspect.SETTINGS);
      }
    };
  }

  private Reply misconfigured(int status, JsonNode error, Reply.Suspect suspect) {
    return new Reply.Misconfigured(said(status, error) + "; " + whatToCheck(status), suspect);
  }

  private Reply answer(HttpResponse<byte[]> response) {
    JsonNode root = json(response.body());
    if (root.isMissingNode()) {
      return new Reply.Failed(endpoint + " answered with something that is not JSON");
    }
    List<Answer> answers = protocol.answers(root);
    if (answers.isEmpty()) {
      return new Reply.Failed(endpoint + " answered without a choice");
    }
    String named = root.path("model").asText();
    String model = named.isBlank() || named.length() > LONGEST_NAME ? profileModel : named;
    return new Reply.Answered(
        answers,
        model,
        endpoint,
        tokens(protocol.promptTokens(root)),
        tokens(protocol.completionTokens(root)),
        standIn(response) || model.endsWith(STAND_IN_SUFFIX));
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      return root == null ? MissingNode.getInstance() : root;
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static @Nullable Integer tokens(int count) {
    return count < 0 ? null : count;
  }

  /// A prompt over the model's context, in the three shapes vLLM has used, and OpenAI's and
  /// llama.cpp's own codes.
  private static boolean isContext(JsonNode flat, JsonNode error) {
    return CONTEXT_PARAMS.contains(error.path("param").asText())
        || CONTEXT_CODES.contains(error.path("code").asText())
        || CONTEXT_CODES.contains(error.path("type").asText())
        || ((flat.path("object").asText().equals("error")
                || ROOM_PARAMS.contains(error.path("param").asText()))
            && CONTEXT_WORDS.matcher(error.path("message").asText()).find());
  }

  private static boolean standIn(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue(STAND_IN_HEADER)
        .filter("true"::equalsIgnoreCase)
        .isPresent();
  }

  private Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .map(value -> RetryAfter.parse(value, clock.instant()))
        .orElse(Duration.ZERO);
  }

  /// Endpoint, status and the error's codes, never its words.
  private String said(int status, JsonNode error) {
    StringBuilder said = new StringBuilder(endpoint).append(" answered ").append(status);
    for (String field : new String[] {"type", "code", "param"}) {
      String value = error.path(field).asText();
      if (value.matches("[A-Za-z_.-]{1,60}") && !value.equals("null")) {
        said.append(' ').append(field).append('=').append(value);
      }
    }
    return said.toString();
  }

  private String whatToCheck(int status) {
    return switch (status) {
      case 401, 403 -> "check the profile's api_key";
      case 402 -> "check the account's balance";
      case 407 -> "check the proxy's credentials";
      case 429 -> "check the account's quota";
      default ->
          "check the profile's model '%s' and that the endpoint ends as the server's API does, such as /v1"
              .formatted(profileModel);
    };
  }
}
