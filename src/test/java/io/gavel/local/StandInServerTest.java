package io.gavel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandInServerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROMPT =
      StandInJudgeTest.prompt("When?", "Today at noon, in town", "At noon");

  private final HttpClient client = HttpClient.newHttpClient();
  private StandInServer server;

  @BeforeEach
  void start() throws IOException {
    server = StandInServer.start(1, Duration.ZERO);
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  @Test
  void aCompletionHasTheShapeOfOpenAiAndSaysThatItIsAStandIn() throws Exception {
    HttpResponse<String> response = post(request(PROMPT).toString());
    JsonNode answer = JSON.readTree(response.body());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue(StandInServer.STAND_IN_HEADER)).hasValue("true");
    assertThat(answer.at("/object").asText()).isEqualTo("chat.completion");
    assertThat(answer.at("/model").asText()).isEqualTo("prometheus-stand-in");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(answer.at("/choices/0/message/content").asText())
        .startsWith("Feedback: Stand-in judge, no model: ")
        .endsWith("[RESULT] 3");
    assertThat(answer.at("/usage/total_tokens").asInt())
        .isEqualTo(
            answer.at("/usage/prompt_tokens").asInt()
                + answer.at("/usage/completion_tokens").asInt())
        .isPositive();
    assertThat(server.completions()).isOne();
  }

  @Test
  void modelsAndHealthAnswer() throws Exception {
    HttpResponse<String> models = get(server.endpoint() + "/models");
    HttpResponse<String> health = get(server.endpoint().resolve("/health").toString());

    assertThat(JSON.readTree(models.body()).at("/data/0/id").asText())
        .isEqualTo("prometheus-stand-in");
    assertThat(health.statusCode()).isEqualTo(200);
  }

  @Test
  void anUnknownModelIsRefusedAsVllmDoes() throws Exception {
    HttpResponse<String> response = post(request(PROMPT).put("model", "gpt-7").toString());
    JsonNode error = JSON.readTree(response.body()).path("error");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error.path("message").asText()).isEqualTo("The model `gpt-7` does not exist.");
    assertThat(error.path("type").asText()).isEqualTo("NotFoundError");
    assertThat(error.path("code").asInt()).isEqualTo(404);
  }

  @Test
  void aPromptBeyondTheContextIsRefusedAndNamesTheInput() throws Exception {
    String tooLong = "x".repeat(4 * StandInServer.CONTEXT_TOKENS);

    HttpResponse<String> response =
        post(request(StandInJudgeTest.prompt("?", tooLong, null)).toString());
    JsonNode error = JSON.readTree(response.body()).path("error");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error.path("param").asText()).isEqualTo("input_tokens");
    assertThat(error.path("message").asText()).contains("maximum context length is 8192 tokens");
  }

  @Test
  void anAnswerLongerThanItsLimitIsCutOff() throws Exception {
    HttpResponse<String> response = post(request(PROMPT).put("max_tokens", 5).toString());
    JsonNode choice = JSON.readTree(response.body()).at("/choices/0");

    assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
    assertThat(choice.at("/message/content").asText()).isEqualTo("Feedback: Stand-in j");
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
        "{'model':'m','n':2}                                 | n",
        "{'model':'m','temperature':-1}                      | temperature",
        "{'model':'m','top_p':0}                             | top_p",
        "{'model':'m','max_tokens':0}                        | max_tokens"
      })
  void aMalformedRequestIsRefusedAndNamesTheField(String body, String parameter) throws Exception {
    HttpResponse<String> response = post(body.replace('\'', '"'));
    JsonNode error = JSON.readTree(response.body()).path("error");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error.path("param").asText(null)).isEqualTo(parameter);
    assertThat(error.path("message").asText()).isNotBlank();
  }

  @Test
  void anUnknownPathIsNotFound() throws Exception {
    assertThat(get(server.endpoint() + "/embeddings").statusCode()).isEqualTo(404);
  }

  @Test
  void manyCallsAtOnceAreAnswered() {
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, 64)
            .mapToObj(i -> httpPost(request(PROMPT + i).toString()))
            .map(call -> client.sendAsync(call, HttpResponse.BodyHandlers.ofString()))
            .toList();

    assertThat(calls).allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
  }

  @Test
  void closingEndsCallsUnderWayAndClosesThePort() throws Exception {
    CompletableFuture<HttpResponse<String>> call;
    URI endpoint;
    try (StandInServer slow = StandInServer.start(1, Duration.ofHours(1))) {
      endpoint = slow.endpoint();
      call =
          client.sendAsync(
              HttpRequest.newBuilder(URI.create(endpoint + "/chat/completions"))
                  .POST(HttpRequest.BodyPublishers.ofString(request(PROMPT).toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      get(endpoint + "/models");
    }

    assertThatExceptionOfType(java.util.concurrent.CompletionException.class)
        .isThrownBy(call::join)
        .withCauseInstanceOf(IOException.class);
    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(endpoint + "/models"));
  }

  @Test
  void latencyIsDeterministicSpreadAroundItsMedianAndCapped() throws IOException {
    try (StandInServer first = StandInServer.start(5, Duration.ofMillis(400));
        StandInServer second = StandInServer.start(5, Duration.ofMillis(400))) {
      List<Duration> latencies =
          IntStream.range(0, 2000).mapToObj(i -> first.latency("prompt " + i)).sorted().toList();

      assertThat(first.latency(PROMPT)).isEqualTo(second.latency(PROMPT));
      assertThat(latencies.get(1000)).isBetween(Duration.ofMillis(370), Duration.ofMillis(430));
      assertThat(latencies.get(1980)).isBetween(Duration.ofMillis(2300), StandInServer.LONGEST);
      assertThat(latencies.getLast()).isLessThanOrEqualTo(StandInServer.LONGEST);
    }
  }

  private static ObjectNode request(String prompt) {
    ObjectNode request =
        JSON.createObjectNode().put("model", StandInServer.MODEL).put("max_tokens", 1024);
    request.putArray("messages").addObject().put("role", "user").put("content", prompt);
    return request;
  }

  private HttpRequest httpPost(String body) {
    return HttpRequest.newBuilder(URI.create(server.endpoint() + "/chat/completions"))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.send(httpPost(body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
