package io.gavel.simulator.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.simulator.fault.ActiveFaults;
import io.gavel.simulator.http.Answer;
import io.gavel.simulator.http.Handler;
import io.gavel.simulator.http.Request;
import io.gavel.simulator.http.Response;
import io.gavel.simulator.model.BatchRunner;
import io.gavel.simulator.settings.SimulatorSettings;
import java.util.Map;
import java.util.function.Consumer;

/// The HTTP interface of one replica. Every answer carries the header [#STAND_IN_HEADER].
public final class JudgeApi implements Handler {
  /// Says on every answer that no model gave it.
  public static final String STAND_IN_HEADER = "X-Gavel-Stand-In";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Map<String, String> METHODS =
      Map.of(
          "/health", "GET",
          "/metrics", "GET",
          "/v1/models", "GET",
          "/v1/chat/completions", "POST",
          "/v1/completions", "POST");

  private final SimulatorSettings settings;
  private final BatchRunner runner;
  private final ReplicaMeters meters;
  private final Completions completions;

  /// @param settings the pool's
  /// @param replica its number, from 1
  /// @param runner what generates
  /// @param faults what goes wrong
  /// @param occurrences shared by the pool
  /// @param meters where it is counted
  /// @param clock the time since the pool's start
  /// @param asked given every prompt, on the request's own thread
  public JudgeApi(
      SimulatorSettings settings,
      int replica,
      BatchRunner runner,
      ActiveFaults faults,
      Occurrences occurrences,
      ReplicaMeters meters,
      MonotonicClock clock,
      Consumer<String> asked) {
    this.settings = settings;
    this.runner = runner;
    this.meters = meters;
    this.completions =
        new Completions(settings, replica, runner, faults, occurrences, meters, clock, asked);
  }

  @Override
  public Answer answer(Request request) throws InterruptedException {
    return switch (route(request)) {
      case Answer.Whole(Response response) -> new Answer.Whole(marked(response));
      case Answer.Truncated(Response response, int sent) ->
          new Answer.Truncated(marked(response), sent);
      case Answer.Reset(Response response, int sent) -> new Answer.Reset(marked(response), sent);
    };
  }

  private Answer route(Request request) throws InterruptedException {
    String method = METHODS.get(request.path());
    if (method == null) {
      return new Answer.Whole(Refusals.notFound());
    }
    if (!method.equals(request.method())) {
      return new Answer.Whole(Refusals.methodNotAllowed());
    }
    if (request.path().startsWith("/v1/") && !isAuthorized(request)) {
      return new Answer.Whole(Refusals.unauthorized());
    }
    return switch (request.path()) {
      case "/health" -> new Answer.Whole(Response.of(200, "application/json", "{}"));
      case "/metrics" ->
          new Answer.Whole(
              Response.of(
                  200, MetricsText.CONTENT_TYPE, MetricsText.of(settings, runner.load(), meters)));
      case "/v1/models" -> new Answer.Whole(models());
      default -> completions.answer(request, request.path().contains("/chat/"));
    };
  }

  private boolean isAuthorized(Request request) {
    return !settings.apiKey().isPresent()
        || request
            .header("authorization")
            .filter(("Bearer " + settings.apiKey().value())::equals)
            .isPresent();
  }

  private Response models() {
    ObjectNode models = JSON.createObjectNode().put("object", "list");
    models
        .putArray("data")
        .addObject()
        .put("id", settings.model())
        .put("object", "model")
        .put("owned_by", "gavel")
        .put("max_model_len", settings.contextTokens());
    return Response.of(200, "application/json", models.toString());
  }

  private static Response marked(Response response) {
    return response.with(STAND_IN_HEADER, "true");
  }
}
