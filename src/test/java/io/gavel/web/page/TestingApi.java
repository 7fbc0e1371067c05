package io.gavel.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The API with answers that are set: one for each path, and evaluations. For any thread.
final class TestingApi implements Routes {
  private static final List<String> TEXTS =
      List.of("instruction", "response", "compared_response", "reference", "criteria");

  private final Map<String, JsonNode> answers = new ConcurrentHashMap<>();
  private final List<ObjectNode> feedback = new CopyOnWriteArrayList<>();

  /// A worker that has just started.
  static TestingApi empty() {
    TestingApi api = new TestingApi();
    api.answers.put("worker", TestingScores.worker(Instant.now().minus(Duration.ofHours(3))));
    api.answers.put("series", TestingScores.nothing("series"));
    api.answers.put("alerts", TestingScores.nothing("alerts"));
    ObjectNode pool = TestingScores.nothing("endpoints");
    api.answers.put("pool", pool.put("refused_per_second", 0).put("in_flight", 0).put("limit", 0));
    ObjectNode funnel = JsonNodeFactory.instance.objectNode();
    funnel.putObject("generations");
    funnel.putObject("dead_letters");
    funnel.put("judge_requests", 0).put("feedback", 0).put("waiting", 0).putArray("lag");
    api.answers.put("funnel", funnel);
    return api;
  }

  /// A worker at work.
  ///
  /// @param scores what it answers
  static TestingApi of(TestingScores scores) {
    TestingApi api = empty();
    api.answers.put("series", scores.series());
    api.answers.put("pool", scores.pool());
    api.answers.put("funnel", scores.funnel());
    api.feedback.addAll(scores.feedback(40));
    return api;
  }

  /// Sets alerts, the newest first.
  void alerts(ObjectNode... alerts) {
    ObjectNode answer = TestingScores.nothing("alerts");
    ((ArrayNode) answer.get("alerts")).addAll(List.of(alerts));
    answers.put("alerts", answer);
  }

  /// Sets one answer.
  ///
  /// @param path what follows `/api/`
  void answer(String path, JsonNode answer) {
    answers.put(path, answer);
  }

  /// The answer that is set, to be looked at or changed.
  JsonNode answer(String path) {
    JsonNode answer = answers.get(path);
    if (answer == null) {
      throw new IllegalArgumentException("there is no answer for " + path);
    }
    return answer;
  }

  /// Adds an evaluation as the newest.
  void add(ObjectNode evaluation) {
    feedback.addFirst(evaluation);
  }

  @Override
  public List<Path> paths() {
    return List.of(new Path("/api", "a test's"));
  }

  @Override
  public void add(RoutesConfig routes) {
    for (String path : List.of("worker", "series", "alerts", "pool", "funnel")) {
      routes.get("/api/" + path, context -> answer(context, answer(path)));
    }
    routes.get("/api/feedback", this::list);
    routes.get("/api/feedback/{id}", this::details);
  }

  private void list(Context context) {
    ObjectNode answer = TestingScores.nothing("feedback");
    ArrayNode list = (ArrayNode) answer.get("feedback");
    feedback.stream()
        .filter(it -> asked(context, "application", it) && asked(context, "model", it))
        .filter(it -> matches(context.queryParam("rubric"), it.get("rubric_id").asText()))
        .filter(it -> flagged(context.queryParam("flag"), it))
        .limit(50)
        .forEach(it -> list.add(it.deepCopy().remove(TEXTS)));
    answer(context, answer);
  }

  private static boolean asked(Context context, String name, ObjectNode it) {
    return matches(context.queryParam(name), it.get(name).asText());
  }

  private static boolean flagged(@Nullable String flag, ObjectNode it) {
    return flag == null || it.get("flags").valueStream().anyMatch(one -> one.asText().equals(flag));
  }

  private static boolean matches(@Nullable String asked, String value) {
    return asked == null || asked.equals(value);
  }

  private void details(Context context) {
    String id = context.pathParam("id");
    feedback.stream()
        .filter(it -> it.get("request_id").asText().equals(id))
        .findFirst()
        .ifPresentOrElse(
            it -> answer(context, it),
            () ->
                context.status(404).contentType("application/json").result("{\"error\":\"gone\"}"));
  }

  private static void answer(Context context, JsonNode body) {
    context.header("Cache-Control", "no-store").contentType("application/json");
    context.result(body.toString());
  }
}
