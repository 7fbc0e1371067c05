package io.gavel.simulator.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.answer.StandIn;
import io.gavel.simulator.api.completion.ChatProtocol;
import io.gavel.simulator.api.completion.TextProtocol;
import io.gavel.simulator.api.serving.Refusals;
import io.gavel.simulator.api.serving.Server;
import io.gavel.simulator.api.serving.Serving;
import io.gavel.simulator.http.Answer;
import io.gavel.simulator.http.Handler;
import io.gavel.simulator.http.Request;
import io.gavel.simulator.http.Response;
import io.gavel.simulator.settings.SimulatorSettings;
import java.util.Map;

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
          "/v1/completions", "POST",
          "/classify", "POST",
          "/score", "POST",
          "/pooling", "POST",
          "/predict", "POST",
          "/tokenize", "POST");

  private final Server server;
  private final SimulatorSettings settings;
  private final Completions completions;
  private final Classifiers classifiers;

  /// @param server what it works with
  public JudgeApi(Server server) {
    this.server = server;
    this.settings = server.settings();
    Serving serving = new Serving(server);
    StandIn standIn = new StandIn(settings.seed(), settings.answers());
    this.completions = new Completions(server, serving, standIn);
    this.classifiers = new Classifiers(server, serving, standIn);
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
                  200,
                  MetricsText.CONTENT_TYPE,
                  MetricsText.of(settings, server.runner().load(), server.meters())));
      case "/v1/models" -> new Answer.Whole(models());
      case "/v1/chat/completions" -> completions.answer(request, new ChatProtocol());
      case "/v1/completions" -> completions.answer(request, new TextProtocol());
      case "/classify" -> classifiers.classify(request);
      case "/score" -> classifiers.score(request);
      case "/pooling" -> classifiers.pool(request);
      case "/predict" -> classifiers.predict(request);
      case "/tokenize" -> new Answer.Whole(Tokenization.answer(settings, request));
      default -> new Answer.Whole(Refusals.notFound());
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
