package io.gavel.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How answers are written: JSON, errors included.
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final ObjectWriter JSON = new JsonMapper().writerWithDefaultPrettyPrinter();

  private Answers() {}

  /// Answers with JSON that no cache keeps.
  ///
  /// @param body maps, lists, text and numbers
  static void json(Context context, HttpStatus status, Object body) {
    try {
      context
          .status(status)
          .header("Cache-Control", "no-store")
          .contentType("application/json")
          .result(JSON.writeValueAsString(body) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON", e);
    }
  }

  /// Makes errors answers of the same form: `{"error": "..."}`.
  static void addErrors(RoutesConfig routes) {
    routes.exception(
        HttpResponseException.class,
        (thrown, context) -> {
          HttpStatus status = HttpStatus.forStatus(thrown.getStatus());
          json(context, status, Map.of("error", status.getMessage()));
        });
    routes.exception(
        Exception.class,
        (thrown, context) -> {
          LOG.error("web_request_failed path={}", context.path(), thrown);
          HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
          json(context, status, Map.of("error", status.getMessage()));
        });
  }
}
