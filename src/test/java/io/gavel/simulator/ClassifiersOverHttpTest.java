package io.gavel.simulator;

import static io.gavel.simulator.TestingClient.JSON;
import static io.gavel.simulator.TestingClient.PROMPT;
import static io.gavel.simulator.TestingClient.chat;
import static io.gavel.simulator.TestingClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.api.JudgeApi;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sequence classifiers and the tokenizer, over real HTTP.
@Timeout(180)
class ClassifiersOverHttpTest {
  private static final String QUERY = "When does the parcel come";
  private static final String LONG = (QUERY + " on Monday at noon. ").repeat(7);

  private final TestingClient client = new TestingClient();
  private SimulatedPool pool;
  private URI endpoint;

  @BeforeEach
  void start() throws IOException {
    pool =
        SimulatedPool.start(
            SimulatorSettings.of(
                Map.of(
                    "replicas", "1",
                    "timing", "latency",
                    "latency.median", "0s",
                    "context_tokens", "1000")));
    endpoint = pool.endpoints().getFirst();
  }

  @AfterEach
  void close() {
    client.close();
    pool.close();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send("POST", endpoint.resolve(path).toString(), body.replace('\'', '"'));
  }

  private static String pair(String response) {
    return "{'text_1': '%s', 'text_2': '%s'}".formatted(QUERY, response);
  }

  @Test
  void classifyAnswersOneNumberForEveryInputAndSaysThatItIsAStandIn() throws Exception {
    ObjectNode body = JSON.createObjectNode().put("model", "prometheus-stand-in");
    body.putArray("input").add(PROMPT).add("else");

    HttpResponse<String> response =
        client.send("POST", endpoint.resolve("/classify").toString(), body.toString());
    JsonNode answer = json(response);

    assertThat(response.headers().firstValue(JudgeApi.STAND_IN_HEADER)).hasValue("true");
    assertThat(answer.path("object").asText()).isEqualTo("list");
    assertThat(answer.path("data")).hasSize(2);
    assertThat(answer.at("/data/1/index").asInt()).isOne();
    assertThat(answer.at("/data/0/label").asText()).isEqualTo("LABEL_0");
    assertThat(answer.at("/data/0/num_classes").asInt()).isOne();
    assertThat(answer.at("/data/0/probs")).hasSize(1);
    assertThat(answer.at("/data/0/probs/0").asDouble()).isCloseTo(0.5, within(0.125));
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isPositive();
  }

  @Test
  void withoutActivationTheNumberIsTheLogit() throws Exception {
    String body = "{'input': 'Response: some text'%s}";

    double activated = json(post("/classify", body.formatted(""))).at("/data/0/probs/0").asDouble();
    double raw =
        json(post("/classify", body.formatted(", 'use_activation': false")))
            .at("/data/0/probs/0")
            .asDouble();

    assertThat(1 / (1 + Math.exp(-raw))).isCloseTo(activated, within(1e-3));
  }

  @Test
  void aBetterResponseHasAHigherScore() throws Exception {
    JsonNode answer =
        json(post("/score", "{'text_1': '%s', 'text_2': ['No', '%s']}".formatted(QUERY, LONG)));

    assertThat(answer.at("/data/1/object").asText()).isEqualTo("score");
    assertThat(answer.at("/data/1/score").asDouble())
        .isGreaterThan(answer.at("/data/0/score").asDouble());
  }

  @Test
  void allAgreeAboutTheSameResponse() throws Exception {
    double score = json(post("/score", pair(LONG))).at("/data/0/score").asDouble();
    String messages =
        "{'messages': [{'role': 'user', 'content': '%s'}, {'role': 'assistant', 'content': '%s'}]}"
            .formatted(QUERY, LONG.strip());

    assertThat(json(post("/pooling", messages)).at("/data/0/data/0").asDouble()).isEqualTo(score);
    assertThat(json(post("/classify", messages)).at("/data/0/probs/0").asDouble()).isEqualTo(score);
    assertThat(
            json(post("/predict", "{'inputs': ['%s', '%s']}".formatted(QUERY, LONG)))
                .at("/0/score")
                .asDouble())
        .isEqualTo(score);
  }

  @Test
  void predictAnswersABatchWithAListOfLists() throws Exception {
    JsonNode answer = json(post("/predict", "{'inputs': [['one'], ['two', 'three']]}"));

    assertThat(answer).hasSize(2);
    assertThat(answer.at("/1/0/label").asText()).isEqualTo("LABEL_0");
    assertThat(answer.at("/1/0/score").isNumber()).isTrue();
  }

  @Test
  void whatIsTooLongIsRefusedAsEachServerDoesUnlessItIsTruncated() throws Exception {
    String tooLong = "!".repeat(1001);

    HttpResponse<String> vllm = post("/classify", "{'input': '" + tooLong + "'}");
    HttpResponse<String> other = post("/predict", "{'inputs': '" + tooLong + "'}");

    assertThat(vllm.statusCode()).isEqualTo(400);
    assertThat(json(vllm).at("/error/param").asText()).isEqualTo("input_tokens");
    assertThat(other.statusCode()).isEqualTo(413);
    assertThat(json(other).path("error_type").asText()).isEqualTo("Validation");
    assertThat(post("/predict", "{'truncate': true, 'inputs': '" + tooLong + "'}").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/classify | {}                                     | input",
        "/classify | {'input': []}                          | input",
        "/classify | {'input': [1]}                         | input",
        "/classify | {'model': 7, 'input': 'x'}             | model",
        "/score    | {'text_1': 'a'}                        | text_2",
        "/score    | {'text_1': ['a','b'], 'text_2': 'c'}   | text_1",
        "/predict  | {'inputs': ['a','b','c']}              | inputs",
        "/tokenize | {}                                     | prompt"
      })
  void aMalformedRequestIsRefusedAndNamesTheField(String path, String body, String parameter)
      throws Exception {
    HttpResponse<String> response = post(path, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/param").asText()).isEqualTo(parameter);
  }

  @Test
  void anotherModelIsUnknown() throws Exception {
    assertThat(post("/score", "{'model': 'm', 'text_1': 'a', 'text_2': 'b'}").statusCode())
        .isEqualTo(404);
    assertThat(post("/tokenize", "{'model': 'm', 'prompt': 'a'}").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"no-score, []", "nonsense, [null]", "empty, []"})
  void faultsOfAnswersNeverLookLikeANumber(String fault, String probs) throws Exception {
    pool.faults(List.of(Fault.parse(fault)));

    assertThat(json(post("/classify", "{'input': 'x'}")).at("/data/0/probs").toString())
        .isEqualTo(probs);
  }

  @Test
  void tokenizeCountsWhatACompletionCounts() throws Exception {
    ObjectNode request = chat(PROMPT);
    JsonNode tokens = json(post("/tokenize", request.toString()));
    JsonNode usage = json(client.ask(endpoint, request)).path("usage");

    assertThat(tokens.path("count").asInt()).isEqualTo(usage.path("prompt_tokens").asInt());
    assertThat(tokens.path("tokens")).hasSize(tokens.path("count").asInt());
    assertThat(tokens.path("max_model_len").asInt()).isEqualTo(1000);
    assertThat(tokens.path("token_strs").isNull()).isTrue();
    assertThat(
            json(post("/tokenize", "{'prompt': 'on Monday', 'return_token_strs': true}"))
                .path("token_strs")
                .toString())
        .isEqualTo("[\"on\",\" Monday\"]");
  }
}
