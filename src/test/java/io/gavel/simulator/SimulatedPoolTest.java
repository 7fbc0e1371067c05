package io.gavel.simulator;

import static io.gavel.simulator.TestingClient.JSON;
import static io.gavel.simulator.TestingClient.PROMPT;
import static io.gavel.simulator.TestingClient.chat;
import static io.gavel.simulator.TestingClient.content;
import static io.gavel.simulator.TestingClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.answer.StandInJudgeTest;
import io.gavel.simulator.api.JudgeApi;
import io.gavel.simulator.settings.SettingsFile;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every endpoint of the servers, over real HTTP.
@Timeout(180)
class SimulatedPoolTest {
  private static final Map<String, String> INSTANT =
      Map.of("replicas", "1", "timing", "latency", "latency.median", "0s");
  private static final Map<String, String> ENDLESS =
      Map.of(
          "replicas",
          "1",
          "timing",
          "latency",
          "latency.median",
          "1h",
          "latency.cap",
          "1h",
          "latency.spread",
          "0");

  private final TestingClient client = new TestingClient();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private SimulatedPool pool;

  /// So that there is one in any case; [#start] puts another in its place.
  @BeforeEach
  void startAny() throws IOException {
    pool = SimulatedPool.start(SimulatorSettings.of(INSTANT), asked::add);
  }

  private URI start(Map<String, String> settings) throws IOException {
    pool.close();
    pool = SimulatedPool.start(SimulatorSettings.of(settings), asked::add);
    return pool.endpoints().getFirst();
  }

  private static Map<String, String> with(Map<String, String> settings, String... more) {
    Map<String, String> all = new HashMap<>(settings);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private ReplicaStatus first() {
    return pool.status().getFirst();
  }

  @AfterEach
  void close() {
    client.close();
    pool.close();
  }

  @Test
  void aCompletionHasTheShapeOfOpenAiAndSaysThatItIsAStandIn() throws Exception {
    HttpResponse<String> response = client.ask(start(INSTANT), chat(PROMPT));
    JsonNode answer = json(response);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue(JudgeApi.STAND_IN_HEADER)).hasValue("true");
    assertThat(answer.at("/object").asText()).isEqualTo("chat.completion");
    assertThat(answer.at("/model").asText()).isEqualTo("prometheus-stand-in");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(content(response))
        .startsWith("Feedback: Stand-in judge, no model: ")
        .endsWith("[RESULT] 3");
    assertThat(answer.at("/usage/total_tokens").asInt())
        .isEqualTo(
            answer.at("/usage/prompt_tokens").asInt()
                + answer.at("/usage/completion_tokens").asInt())
        .isPositive();
    assertThat(first().counts().answered()).isOne();
    assertThat(asked).containsExactly(PROMPT);
  }

  @Test
  void aTextCompletionAnswersItsPrompt() throws Exception {
    URI endpoint = start(INSTANT);
    ObjectNode request =
        JSON.createObjectNode()
            .put("model", "prometheus-stand-in")
            .put("prompt", PROMPT)
            .put("max_tokens", 500);

    JsonNode answer = json(client.send("POST", endpoint + "/completions", request.toString()));

    assertThat(answer.at("/object").asText()).isEqualTo("text_completion");
    assertThat(answer.at("/choices/0/text").asText()).endsWith("[RESULT] 3");
  }

  @Test
  void severalSamplesAreSeveralChoices() throws Exception {
    JsonNode answer = json(client.ask(start(INSTANT), chat(PROMPT).put("n", 3)));

    assertThat(answer.path("choices")).hasSize(3);
    assertThat(answer.at("/choices/2/index").asInt()).isEqualTo(2);
  }

  @Test
  void modelsHealthAndAnUnknownPathAnswer() throws Exception {
    URI endpoint = start(INSTANT);

    assertThat(json(client.get(endpoint + "/models")).at("/data/0/max_model_len").asInt())
        .isEqualTo(8192);
    assertThat(client.get(endpoint.resolve("/health").toString()).statusCode()).isEqualTo(200);
    assertThat(client.get(endpoint + "/embeddings").statusCode()).isEqualTo(404);
    assertThat(client.get(endpoint + "/chat/completions").statusCode()).isEqualTo(405);
  }

  @Test
  void metricsCarryVllmsNamesAndCountWhatWasDone() throws Exception {
    URI endpoint = start(INSTANT);
    JsonNode usage = json(client.ask(endpoint, chat(PROMPT))).path("usage");
    client.ask(endpoint, chat(PROMPT).put("max_tokens", 5));

    HttpResponse<String> metrics = client.get(endpoint.resolve("/metrics").toString());

    assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    String labels = "{engine=\"0\",model_name=\"prometheus-stand-in\"";
    assertThat(metrics.body().lines())
        .contains(
            "# TYPE vllm:num_requests_running gauge",
            "vllm:num_requests_running" + labels + "} 0.0",
            "vllm:num_requests_waiting" + labels + "} 0.0",
            "vllm:kv_cache_usage_perc" + labels + "} 0.0",
            "# TYPE vllm:prompt_tokens_total counter",
            "vllm:prompt_tokens_total" + labels + "} " + 2.0 * usage.path("prompt_tokens").asInt(),
            "vllm:generation_tokens_total"
                + labels
                + "} "
                + (5.0 + usage.path("completion_tokens").asInt()),
            "vllm:request_success_total" + labels + ",finished_reason=\"stop\"} 1.0",
            "vllm:request_success_total" + labels + ",finished_reason=\"length\"} 1.0",
            "vllm:prefix_cache_queries_total"
                + labels
                + "} "
                + 2.0 * usage.path("prompt_tokens").asInt())
        .anyMatch(line -> line.matches("vllm:prefix_cache_hits_total.* [1-9]\\d*\\.0"));
  }

  @Test
  void aSecondPromptWithTheSameBeginningHasCachedTokens() throws Exception {
    URI endpoint = start(INSTANT);

    JsonNode first = json(client.ask(endpoint, chat(PROMPT)));
    JsonNode second = json(client.ask(endpoint, chat(PROMPT + "and more")));

    String cached = "/usage/prompt_tokens_details/cached_tokens";
    assertThat(first.at(cached).asInt()).isZero();
    assertThat(second.at(cached).asInt()).isBetween(1, second.at("/usage/prompt_tokens").asInt());
  }

  @Test
  void anUnknownModelIsRefusedAsVllmDoes() throws Exception {
    HttpResponse<String> response = client.ask(start(INSTANT), chat(PROMPT).put("model", "gpt-7"));
    JsonNode error = json(response).path("error");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error.path("message").asText()).isEqualTo("The model `gpt-7` does not exist.");
    assertThat(error.path("type").asText()).isEqualTo("NotFoundError");
    assertThat(error.path("code").asInt()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "flat, /object, error, /message",
    "input_tokens, /error/param, input_tokens, /error/message",
    "input_text, /error/param, input_text, /error/message"
  })
  void aPromptBeyondTheContextIsRefusedInTheShapeThatIsSet(
      String shape, String field, String value, String message) throws Exception {
    URI endpoint = start(with(INSTANT, "context_error", shape));

    HttpResponse<String> response =
        client.ask(endpoint, chat(StandInJudgeTest.prompt("?", "!".repeat(8192), null)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at(field).asText()).isEqualTo(value);
    assertThat(json(response).at(message).asText())
        .contains("maximum context length is 8192 tokens");
  }

  @Test
  void anAnswerLongerThanItsLimitIsCutOff() throws Exception {
    HttpResponse<String> response = client.ask(start(INSTANT), chat(PROMPT).put("max_tokens", 5));

    assertThat(json(response).at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(json(response).at("/usage/completion_tokens").asInt()).isEqualTo(5);
    assertThat(content(response)).isEqualTo("Feedback: Stand-in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "{                                                   | null",
        "[]                                                  | body",
        "{}                                                  | model",
        "{'model':'m'}                                       | messages",
        "{'model':'m','messages':[]}                         | messages",
        "{'model':'m','messages':[{'role':'user'}]}          | messages",
        "{'model':'m','stream':true}                         | stream",
        "{'model':'m','n':0}                                 | n",
        "{'model':'m','temperature':-1}                      | temperature",
        "{'model':'m','top_p':0}                             | top_p",
        "{'model':'m','messages':[{'content':'x'}],'max_tokens':0} | max_tokens"
      })
  void aMalformedRequestIsRefusedAndNamesTheField(String body, String parameter) throws Exception {
    HttpResponse<String> response =
        client.send("POST", start(INSTANT) + "/chat/completions", body.replace('\'', '"'));
    JsonNode error = json(response).path("error");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error.path("param").asText(null)).isEqualTo(parameter);
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(first().counts().refused()).isOne();
  }

  @Test
  void aKeyIsWantedWhereOneIsSet() throws Exception {
    pool.close();
    pool =
        SimulatedPool.start(
            SettingsFile.load(
                null, Map.of("KEY", "s3cret"), with(INSTANT, "api_key", "${env:KEY}"), List.of()));
    String models = pool.endpoints().getFirst() + "/models";

    assertThat(client.get(models).statusCode()).isEqualTo(401);
    assertThat(client.send("GET", models, "", "Authorization", "Bearer other").statusCode())
        .isEqualTo(401);
    assertThat(client.send("GET", models, "", "Authorization", "Bearer s3cret").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"503, 0s, ''", "429, 7s, 7"})
  void aFullQueueIsRefusedAsIsSet(String status, String retryAfter, String told) throws Exception {
    URI endpoint =
        start(
            with(
                ENDLESS,
                "serving.slots",
                "1",
                "serving.max_queued",
                "1",
                "serving.overload_status",
                status,
                "serving.retry_after",
                retryAfter));
    var runs = client.begin(endpoint, "runs");
    await().until(() -> first().load().running() == 1);
    var waits = client.begin(endpoint, "waits");
    await().until(() -> first().load().waiting() == 1);

    HttpResponse<String> response = client.ask(endpoint, chat("one too many"));

    assertThat(response.statusCode()).isEqualTo(Integer.parseInt(status));
    assertThat(response.headers().firstValue("Retry-After").orElse("")).isEqualTo(told);
    assertThat(List.of(runs, waits)).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void aClientThatClosesItsConnectionFreesTheSlotForTheNext() throws Exception {
    URI endpoint = start(with(ENDLESS, "serving.slots", "1"));
    CompletableFuture<HttpResponse<String>> impatient = client.begin(endpoint, "runs");
    await().until(() -> first().load().running() == 1);
    try (TestingClient other = new TestingClient()) {
      CompletableFuture<HttpResponse<String>> patient = other.begin(endpoint, "waits");
      await().until(() -> first().load().waiting() == 1);

      impatient.cancel(true);

      await().until(() -> first().load().waiting() == 0 && first().load().running() == 1);
      await().until(() -> first().counts().aborted() == 1);
      assertThat(patient).isNotDone();
    }
    await().until(() -> first().load().running() == 0 && first().connections() == 0);
  }

  @Test
  void aStoppedReplicaHasNoPortAndAStartedOneHasTheSame() throws Exception {
    URI endpoint = start(with(ENDLESS, "replicas", "2"));
    CompletableFuture<HttpResponse<String>> underWay = client.begin(endpoint, "runs");
    await().until(() -> first().load().running() == 1);

    pool.stop(1);

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(underWay::join)
        .withCauseInstanceOf(IOException.class);
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> client.get(endpoint + "/models"));
    assertThat(client.get(pool.endpoints().get(1) + "/models").statusCode()).isEqualTo(200);
    assertThat(first().state()).isEqualTo(ReplicaStatus.State.STOPPED);
    await().until(() -> first().load().running() == 0);

    for (int i = 0; i < 20; i++) {
      pool.start(1);
      assertThat(client.get(endpoint + "/models").statusCode()).isEqualTo(200);
      pool.stop(1);
    }
    pool.start(1);

    assertThat(pool.endpoints().getFirst()).isEqualTo(endpoint);
    assertThat(first().state()).isEqualTo(ReplicaStatus.State.UP);
  }

  @Test
  void aThousandConnectionsAtOnceAreServed() throws Exception {
    URI endpoint = start(with(ENDLESS, "serving.slots", "2000"));
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, 1000).mapToObj(i -> client.begin(endpoint, "prompt " + i)).toList();
    await().until(() -> first().load().running() == 1000);
    assertThat(first().connections()).isEqualTo(1000);
    calls.forEach(call -> call.cancel(true));
    await().until(() -> first().connections() == 0);

    // A connection is gone before the thread that answers on it has noticed.
    await().until(() -> first().counts().aborted() == 1000);
    assertThat(first().load().running()).isZero();
  }

  @Test
  void closingEndsCallsUnderWayAndClosesEveryPort() throws Exception {
    URI endpoint = start(ENDLESS);
    CompletableFuture<HttpResponse<String>> call = client.begin(endpoint, "runs");
    await().until(() -> first().load().running() == 1);

    pool.close();

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(call::join)
        .withCauseInstanceOf(IOException.class);
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> client.get(endpoint + "/models"));
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> client.get(pool.controlUrl() + "/judges"));
  }

  @Test
  void manyCallsAtOnceAreAnswered() throws Exception {
    URI endpoint = start(with(INSTANT, "serving.slots", "4"));

    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, 200).mapToObj(i -> client.begin(endpoint, PROMPT + i)).toList();

    assertThat(calls).allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
  }
}
