package io.gavel.simulator.api.serving;

import static io.gavel.simulator.api.completion.InvalidRequestException.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.simulator.api.completion.InvalidRequestException;
import io.gavel.simulator.http.Request;

/// Reads what every request's body has to be: an object that names a model.
public final class RequestBody {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RequestBody() {}

  /// The object.
  ///
  /// @param namesModel whether the model may not be left out
  /// @throws InvalidRequestException where it is anything else; without a parameter where it is no
  ///   JSON
  public static JsonNode read(Request request, boolean namesModel) throws InvalidRequestException {
    JsonNode body;
    try {
      body = JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException(null, "The body is no JSON: " + location(e));
    }
    check(body != null && body.isObject(), "body", "body: Input should be a valid dictionary");
    check(
        body.path("model").isTextual() || (!namesModel && !body.hasNonNull("model")),
        "model",
        "model: Field required, a string");
    return body;
  }

  private static String location(JsonProcessingException e) {
    return e.getLocation() == null ? "it is empty" : "line " + e.getLocation().getLineNr();
  }
}
