package io.gavel.monitor.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// An HTTP server that takes alerts as Alertmanager does: it checks what `postableAlerts` of its
/// `api/v2/openapi.yaml` demands and what its validation refuses beyond that, and keeps the newest
/// of each label set.
final class TestingAlertmanager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Map<String, String>, JsonNode> alerts = new ConcurrentHashMap<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile int posts;
  private volatile int status = 200;
  private final Javalin server;

  private TestingAlertmanager(int port) {
    server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.routes.post("/api/v2/alerts", this::take);
        });
    server.start("127.0.0.1", port);
  }

  static TestingAlertmanager start() {
    return new TestingAlertmanager(0);
  }

  /// Another one at the address of one that was closed; it knows nothing.
  static TestingAlertmanager startAt(URI address) {
    return new TestingAlertmanager(address.getPort());
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /// From now on every post is answered with this status and not taken.
  void answer(int newStatus) {
    status = newStatus;
  }

  int posts() {
    return posts;
  }

  List<String> refusals() {
    return refusals;
  }

  List<String> authorizations() {
    return authorizations;
  }

  /// The newest of each label set.
  List<JsonNode> alerts() {
    return List.copyOf(alerts.values());
  }

  private synchronized void take(Context context) throws IOException {
    // Counted last: who has seen the count may ask for the rest.
    authorizations.add(String.valueOf(context.header("Authorization")));
    posts++;
    if (status != 200) {
      context.status(status).result("no\nthanks");
      return;
    }
    List<String> problems = new ArrayList<>();
    JsonNode posted = JSON.readTree(context.body());
    if (!"application/json".equals(context.contentType())) {
      problems.add("the content type is " + context.contentType());
    }
    if (!posted.isArray()) {
      problems.add("no list of alerts");
    }
    posted.forEach(alert -> check(alert, problems));
    refusals.addAll(problems);
    if (problems.isEmpty()) {
      posted.forEach(alert -> alerts.put(texts(alert.get("labels")), alert));
    } else {
      context.status(400).json(problems);
    }
  }

  private static void check(JsonNode alert, List<String> problems) {
    alert
        .fieldNames()
        .forEachRemaining(name -> {
          if (!List.of("labels", "annotations", "startsAt", "endsAt", "generatorURL")
              .contains(name)) {
            problems.add("no such field: " + name);
          }
        });
    for (String name : List.of("labels", "annotations")) {
      JsonNode set = alert.path(name);
      if (!set.isObject() || set.isEmpty()) {
        problems.add(name + " is no label set");
      }
      set.properties()
          .forEach(entry -> {
            if (!entry.getKey().matches("[a-zA-Z_][a-zA-Z0-9_]*")
                || !entry.getValue().isTextual()) {
              problems.add(name + " has " + entry);
            }
          });
    }
    Instant start = time(alert, "startsAt", problems);
    Instant end = time(alert, "endsAt", problems);
    if (start != null && end != null && end.isBefore(start)) {
      problems.add("start time must be before end time");
    }
    if (alert.has("generatorURL") && !URI.create(alert.get("generatorURL").asText()).isAbsolute()) {
      problems.add("generatorURL is no URL");
    }
  }

  private static @Nullable Instant time(JsonNode alert, String name, List<String> problems) {
    try {
      return OffsetDateTime.parse(alert.path(name).asText()).toInstant();
    } catch (DateTimeParseException e) {
      problems.add(name + " is no date-time");
      return null;
    }
  }

  private static Map<String, String> texts(@Nullable JsonNode set) {
    Map<String, String> texts = new TreeMap<>();
    Objects.requireNonNull(set)
        .properties()
        .forEach(it -> texts.put(it.getKey(), it.getValue().asText()));
    return texts;
  }

  @Override
  public void close() {
    server.stop();
  }
}
