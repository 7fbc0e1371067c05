package io.gavel.simulator.api.serving;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.http.Response;
import io.gavel.simulator.settings.ContextError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Errors in the shapes of vLLM and of gateways before it.
public final class Refusals {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BAD_REQUEST = "BadRequestError";

  private Refusals() {}

  public static Response badRequest(@Nullable String parameter, @Nullable String message) {
    return nested(400, BAD_REQUEST, parameter, message);
  }

  public static Response unknownModel(String model) {
    return nested(404, "NotFoundError", "model", "The model `%s` does not exist.".formatted(model));
  }

  /// What vLLM answers where a key is set and none, or another, is sent.
  public static Response unauthorized() {
    return json(401, JSON.createObjectNode().put("error", "Unauthorized"));
  }

  public static Response notFound() {
    return json(404, JSON.createObjectNode().put("detail", "Not Found"));
  }

  public static Response methodNotAllowed() {
    return json(405, JSON.createObjectNode().put("detail", "Method Not Allowed"));
  }

  public static Response internal() {
    return nested(500, "InternalServerError", null, "a simulated failure of the stand-in");
  }

  /// Refused because there is too much to do.
  ///
  /// @param status 503 or 429
  /// @param retryAfter zero: not told
  public static Response overloaded(int status, Duration retryAfter) {
    Response response =
        status == 429
            ? nested(429, "RateLimitError", null, "Too many requests, says the stand-in.")
            : nested(503, "ServiceUnavailableError", null, "The stand-in's queue is full.");
    return retryAfter.isZero()
        ? response
        : response.with("Retry-After", Long.toString(retryAfter.toSeconds()));
  }

  /// A gateway's own page.
  public static Response badGateway() {
    return Response.of(
        502,
        "text/html",
        """
        <html>
        <head><title>502 Bad Gateway</title></head>
        <body>
        <center><h1>502 Bad Gateway</h1></center>
        <hr><center>stand-in</center>
        </body>
        </html>
        """);
  }

  public static Response contextTooLong(
      ContextError shape, int contextTokens, int promptTokens, int maxTokens) {
    String message =
        ("This model's maximum context length is %d tokens. However, you requested %d output tokens"
                + " and your prompt contains %d input tokens, for a total of %d tokens. Please reduce"
                + " the length of the input prompt or the number of requested output tokens.")
            .formatted(contextTokens, maxTokens, promptTokens, promptTokens + maxTokens);
    return switch (shape) {
      case FLAT ->
          json(
              400,
              JSON.createObjectNode()
                  .put("object", "error")
                  .put("message", message)
                  .put("type", BAD_REQUEST)
                  .putNull("param")
                  .put("code", 400));
      case INPUT_TOKENS -> badRequest("input_tokens", message);
      case INPUT_TEXT -> badRequest("input_text", message);
    };
  }

  /// As text-embeddings-inference says it.
  public static Response inputTooLong(int contextTokens, int promptTokens) {
    return json(
        413,
        JSON.createObjectNode()
            .put(
                "error",
                "Input validation error: `inputs` must have less than %d tokens. Given: %d"
                    .formatted(contextTokens, promptTokens))
            .put("error_type", "Validation"));
  }

  private static Response nested(
      int status, String type, @Nullable String parameter, @Nullable String message) {
    ObjectNode refusal = JSON.createObjectNode();
    refusal
        .putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", parameter)
        .put("code", status);
    return json(status, refusal);
  }

  private static Response json(int status, ObjectNode body) {
    return Response.of(status, "application/json", body.toString());
  }
}
