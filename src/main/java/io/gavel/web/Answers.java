package io.gavel.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How answers are written: JSON, errors included. Names are in snake_case, times as in ISO 8601,
/// in UTC.
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();
  private static final ObjectWriter INDENTED = JSON.writerWithDefaultPrettyPrinter();
  private static final ObjectWriter COMPACT = JSON.writer();

  private Answers() {}

  /// What writes and reads the API's JSON.
  public static JsonMapper mapper() {
    return JSON;
  }

  /// Answers with JSON that no cache keeps, laid out for people.
  ///
  /// @param body records, maps, lists, text and numbers
  public static void json(Context context, HttpStatus status, Object body) {
    write(context, status, body, INDENTED);
  }

  /// Answers 200 with JSON that no cache keeps, in one line.
  ///
  /// @param body records, maps, lists, text and numbers
  public static void compact(Context context, Object body) {
    write(context, HttpStatus.OK, body, COMPACT);
  }

  private static void write(Context context, HttpStatus status, Object body, ObjectWriter writer) {
    try {
      context
          .status(status)
          .header("Cache-Control", "no-store")
          .contentType("application/json")
          .result(writer.writeValueAsString(body) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this cannot be written as JSON", e);
    }
  }

  /// Makes errors answers of the same form: `{"error": "..."}`.
  static void addErrors(RoutesConfig routes) {
    routes.exception(
        RefusedException.class,
        (thrown, context) ->
            json(
                context,
                HttpStatus.forStatus(thrown.status()),
                Map.of("error", String.valueOf(thrown.getMessage()))));
    routes.exception(
        HttpResponseException.class,
        (thrown, context) -> {
          HttpStatus status = HttpStatus.forStatus(thrown.getStatus());
          json(context, status, Map.of("error", status.getMessage()));
        });
    routes.exception(
        EofException.class,
        (thrown, context) -> {
          LOG.debug("web_request_broken_off path={}", context.path());
          context.status(HttpStatus.BAD_REQUEST); // Nobody reads it.
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
