package io.gavel.web.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Answers of the API as a worker might give them: two applications, two models, of which one gets
/// worse. The same seed makes the same answers, but for the times, which end now.
final class TestingScores {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int POINTS = 48;
  private static final List<String> WORDS =
      List.of(
          "The response names the carrier and the day, and says what to do if the parcel does not come. It leaves"
              + " out that a return is free of charge.",
          "Correct and complete; the steps are in the order in which the customer will meet them.",
          "Polite, but it answers another question than the one that was asked: the customer wants to cancel, not"
              + " to change the address.",
          "The code compiles and handles the empty list. The explanation of the complexity is wrong: sorting makes"
              + " it O(n log n), not O(n).",
          "It invents an opening time that the reference does not have.");

  private final Random random;
  private final Instant now;
  private final boolean drifted;
  private int made;

  /// @param seed what is random is made of it
  /// @param now where the windows end
  /// @param drifted whether a model got worse
  TestingScores(long seed, Instant now, boolean drifted) {
    this.random = new Random(seed);
    this.now = now;
    this.drifted = drifted;
  }

  static ObjectNode worker(Instant startedAt) {
    ObjectNode worker = JSON.objectNode();
    worker.put("version", "0.1.0-SNAPSHOT").put("worker_id", "demo-1");
    ArrayNode roles = worker.putArray("roles");
    ObjectNode health = worker.putObject("health");
    for (String role : List.of("enrich", "judge", "reward", "monitor", "web")) {
      roles.add(role);
      health.putObject(role).put("state", "ready").put("detail", "");
    }
    worker.putArray("window_sizes").add("10s").add("1m").add("1h");
    return worker.put("started_at", startedAt.toString());
  }

  /// An answer without content.
  static ObjectNode nothing(String list) {
    ObjectNode answer = JSON.objectNode();
    answer.putArray(list);
    return answer;
  }

  ObjectNode series() {
    ObjectNode answer = JSON.objectNode().put("window", "1m");
    ArrayNode series = answer.putArray("series");
    List<String> rubrics = List.of("helpfulness", "factual-validity", "support-resolution");
    for (String model : List.of("heron-8b", "wren-3b")) {
      for (String rubric : rubrics) {
        boolean worse = drifted && model.equals("wren-3b") && rubric.equals("support-resolution");
        series.add(
            oneSeries("support-assistant", model, rubric, 4.1 - random.nextDouble(0.7), worse));
      }
      series.add(oneSeries("code-helper", model, "reasoning", 3.2 + random.nextDouble(0.5), false));
    }
    ObjectNode young = oneSeries("travel-planner", "wren-3b", "helpfulness", 3.6, false);
    young.put("standing", "gathering").putNull("baseline").put("count", 14);
    ArrayNode points = (ArrayNode) young.get("points");
    while (points.size() > 4) {
      points.remove(0);
    }
    series.add(young);
    return answer;
  }

  private ObjectNode oneSeries(
      String application, String model, String rubric, double mean, boolean worse) {
    ObjectNode it = JSON.objectNode();
    it.put("key", application + "/" + model + "/" + rubric);
    it.put("application", application).put("model", model).put("rubric_id", rubric);
    it.putObject("tags");
    it.put("overflow", false).put("stand_in", true).put("judge", false);
    it.putObject("scale").put("minimum", 1).put("maximum", 5);
    ArrayNode points = it.putArray("points");
    double sum = 0;
    for (int index = 0; index < POINTS; index++) {
      Instant start = now.minus(Duration.ofMinutes(POINTS - index));
      double fall = worse ? Math.clamp((index - 30) / 4.0, 0.0, 1.0) * 1.3 : 0;
      double value = mean - fall + random.nextGaussian() * 0.09;
      sum += value;
      points
          .addObject()
          .put("start", start.toString())
          .put("end", start.plus(Duration.ofMinutes(1)).toString())
          .put("count", 40 + random.nextInt(20))
          .put("mean", value)
          .put("standard_error", 0.08 + random.nextDouble(0.04))
          .put("dead_letter_share", 0.0);
    }
    it.put("count", 2400 + random.nextInt(300));
    it.put("mean", sum / POINTS).put("standard_error", 0.021);
    it.put("dead_letter_share", worse ? 0.061 : random.nextDouble(0.02));
    it.put("unreadable_share", 0.004);
    ArrayNode levels = it.putArray("levels");
    for (int level = 1; level <= 5; level++) {
      double off = (level - sum / POINTS) / 0.95;
      levels
          .addObject()
          .put("score", level)
          .put("weight", Math.round(900 * Math.exp(-off * off / 2)));
    }
    it.putObject("baseline").put("mean", mean).put("kind", worse ? "pinned" : "trailing");
    return it.put("standing", worse ? "alert" : "steady");
  }

  /// An alert on the model that got worse.
  ObjectNode alert(String id, String state) {
    ObjectNode alert = JSON.objectNode();
    alert.put("alert_id", id).put("state", state).put("moved", "mean");
    alert.put("series_key", "support-assistant/wren-3b/support-resolution");
    alert.put("application", "support-assistant").put("model", "wren-3b");
    alert.put("rubric_id", "support-resolution").putObject("tags");
    alert
        .put("baseline", 3.92)
        .put("current", 2.64)
        .put("evidence", 48210.4)
        .put("threshold", 500.0);
    alert.put("since", now.minus(Duration.ofMinutes(17)).toString());
    alert.put("raised_at", now.minus(Duration.ofMinutes(14)).toString());
    alert.put("changed_at", now.minus(Duration.ofSeconds(20)).toString());
    alert.put(
        "summary",
        "The mean score of wren-3b in support-assistant by the rubric support-resolution went from 3.92 to 2.64.");
    alert.putArray("examples").add("request-3").add("request-7").add("request-9");
    return alert.put("stand_in", true);
  }

  ObjectNode pool() {
    ObjectNode pool = JSON.objectNode();
    ArrayNode endpoints = pool.putArray("endpoints");
    endpoint(endpoints, "http://127.0.0.1:45463/v1", "closed", 12, 9);
    endpoint(endpoints, "http://127.0.0.1:41349/v1", "open", 4, 0);
    return pool.put("refused_per_second", 0.0)
        .put("waiting", 3)
        .put("in_flight", 9)
        .put("limit", 16);
  }

  private static void endpoint(
      ArrayNode endpoints, String address, String state, int limit, int inFlight) {
    endpoints
        .addObject()
        .put("worker_id", "demo-1")
        .put("profile", "prometheus")
        .put("address", address)
        .put("state", state)
        .put("limit", limit)
        .put("in_flight", inFlight)
        .put("calls_per_second", inFlight * 1.37)
        .put("tokens_per_second", inFlight * 912.5)
        .put("stand_in", true);
  }

  ObjectNode funnel() {
    ObjectNode funnel = JSON.objectNode();
    funnel
        .putObject("generations")
        .put("judged", 8124)
        .put("candidate", 402)
        .put("not_sampled", 3120)
        .put("no_policy", 611)
        .put("filtered", 87);
    funnel.put("judge_requests", 22480).put("feedback", 22391);
    funnel.putObject("dead_letters").put("unreadable_answer", 51).put("context_too_long", 26);
    funnel.put("waiting", 12);
    ArrayNode lag = funnel.putArray("lag");
    lag.addObject().put("role", "enrich").put("records", 0).put("seconds", 0.0);
    lag.addObject().put("role", "judge").put("records", 41).put("seconds", 2.4);
    lag.addObject().put("role", "monitor").put("records", 3).put("seconds", 0.2);
    return funnel;
  }

  /// Evaluations with all their texts, newest first.
  List<ObjectNode> feedback(int count) {
    List<ObjectNode> all = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      all.add(one(now.minus(Duration.ofSeconds(2L * index))));
    }
    return all;
  }

  /// One more evaluation.
  ObjectNode one(Instant judgedAt) {
    int index = made++;
    boolean code = index % 4 == 3;
    int score = 2 + random.nextInt(4);
    ObjectNode it = JSON.objectNode();
    it.put("request_id", "request-" + index).put("generation_id", "generation-" + index / 2);
    it.put("application", code ? "code-helper" : "support-assistant");
    it.put("model", index % 2 == 0 ? "heron-8b" : "wren-3b");
    it.put("rubric_id", code ? "reasoning" : index % 3 == 0 ? "support-resolution" : "helpfulness");
    it.put("mode", "ABSOLUTE").put("score", score);
    it.put("expected_score", Math.clamp(score + random.nextGaussian() * 0.2, 1.0, 5.0));
    it.putNull("mean_score");
    it.putObject("scale").put("minimum", 1).put("maximum", 5);
    it.putNull("preferred");
    it.put("feedback", WORDS.get(random.nextInt(WORDS.size())));
    ArrayNode flags = it.putArray("flags");
    if (index % 5 == 4) {
      flags.add("response_shortened");
    }
    it.put("judge_model", "prometheus-7b-v2.0").put("stand_in", true);
    it.put("generated_at", judgedAt.minusSeconds(3).toString());
    it.put("judged_at", judgedAt.toString()).put("latency_millis", 1840);
    it.put("instruction", "My parcel has not come. Where is it, and what can I do?");
    it.put(
        "response",
        "Your parcel left our warehouse on Monday and is with the carrier.\n\nIf it is not there by Thursday,"
            + " write to us again and we will send it a second time.");
    it.put("reference", "Say where the parcel is, when it will come, and offer to send it again.");
    return it.put("criteria", "Does the response solve the customer's problem?");
  }
}
