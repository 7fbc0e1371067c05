package io.gavel.simulator;

import static io.gavel.simulator.TestingClient.JSON;
import static io.gavel.simulator.TestingClient.PROMPT;
import static io.gavel.simulator.TestingClient.chat;
import static io.gavel.simulator.TestingClient.content;
import static io.gavel.simulator.TestingClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The forms that answers have, over real HTTP.
@Timeout(180)
class JudgeAnswersOverHttpTest {
  private static final String GOOD = "The parcel comes on Monday at noon with the courier";
  private static final String POOR = "I have no idea";

  private final TestingClient client = new TestingClient();
  private SimulatedPool pool;
  private URI endpoint;

  @BeforeEach
  void start() throws IOException {
    pool = SimulatedPool.start(SimulatorSettings.of(instant()));
    endpoint = pool.endpoints().getFirst();
  }

  private void restart(String key, String value) throws IOException {
    pool.close();
    Map<String, String> settings = new HashMap<>(instant());
    settings.put(key, value);
    pool = SimulatedPool.start(SimulatorSettings.of(settings));
    endpoint = pool.endpoints().getFirst();
  }

  private static Map<String, String> instant() {
    return Map.of(
        "replicas", "1", "timing", "latency", "latency.median", "0s", "answers.position_bias", "0");
  }

  @AfterEach
  void close() {
    client.close();
    pool.close();
  }

  private static String relative(String first, String second, boolean withReference) {
    return "###Task Description:\nAn instruction, two responses to evaluate"
        + (withReference ? ", a reference answer, and an evaluation criteria" : "")
        + " are given.\n\n###Instruction:\nWhen does the parcel come?\n\n###Response A:\n"
        + first
        + "\n\n###Response B:\n"
        + second
        + (withReference ? "\n\n###Reference Answer:\n" + GOOD : "")
        + "\n\n###Score Rubric:\n[Is it right?]\n\n###Feedback: ";
  }

  private static List<String> texts(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(it -> it.path(field).asText())
        .toList();
  }

  @Test
  void theTokensOfAChatAnswerJoinedAreItsTextAndItsCount() throws Exception {
    HttpResponse<String> response =
        client.ask(endpoint, chat(PROMPT).put("logprobs", true).put("top_logprobs", 5));
    JsonNode tokens = json(response).at("/choices/0/logprobs/content");

    assertThat(String.join("", texts(tokens, "token"))).isEqualTo(content(response));
    assertThat(tokens).hasSize(json(response).at("/usage/completion_tokens").asInt());
    assertThat(texts(tokens, "token")).endsWith(" [", "RESULT", "]", " 3");
    assertThat(tokens)
        .allSatisfy(token -> {
          assertThat(token.path("top_logprobs")).hasSize(5);
          assertThat(token.at("/top_logprobs/0/token")).isEqualTo(token.path("token"));
        });
    assertThat(tokens.get(0).path("logprob").asDouble()).isCloseTo(0, within(0.01));
    assertThat(tokens.at("/0/bytes").toString()).isEqualTo("[70,101,101,100,98,97,99,107]");
  }

  @Test
  void theLevelsAtTheScoresPlaceHaveAnExpectationNearTheOpinion() throws Exception {
    JsonNode tokens =
        json(client.ask(endpoint, chat(PROMPT).put("logprobs", true).put("top_logprobs", 20)))
            .at("/choices/0/logprobs/content");
    Map<String, Double> levels = new HashMap<>();
    for (JsonNode top : tokens.get(tokens.size() - 1).path("top_logprobs")) {
      if (top.path("token").asText().matches(" [1-5]")) {
        levels.put(top.path("token").asText().strip(), Math.exp(top.path("logprob").asDouble()));
      }
    }
    double expected =
        levels.entrySet().stream()
            .mapToDouble(level -> Integer.parseInt(level.getKey()) * level.getValue())
            .sum();

    assertThat(levels).containsOnlyKeys("1", "2", "3", "4", "5");
    assertThat(levels.values().stream().mapToDouble(it -> it).sum()).isCloseTo(1, within(0.002));
    assertThat(expected).isCloseTo(3, within(0.55)).isNotCloseTo(3, within(1e-6));
  }

  @Test
  void aTextCompletionTellsLogProbabilitiesAsListsWithOffsets() throws Exception {
    ObjectNode request =
        JSON.createObjectNode()
            .put("model", "prometheus-stand-in")
            .put("prompt", PROMPT)
            .put("max_tokens", 500)
            .put("logprobs", 2);

    JsonNode choice =
        json(client.send("POST", endpoint + "/completions", request.toString())).at("/choices/0");
    JsonNode told = choice.path("logprobs");

    assertThat(
            told.path("tokens").valueStream().map(JsonNode::asText).collect(Collectors.joining()))
        .isEqualTo(choice.path("text").asText());
    int last = told.path("tokens").size() - 1;
    assertThat(told.path("text_offset").get(last).asInt())
        .isEqualTo(choice.path("text").asText().length() - 2);
    assertThat(told.path("token_logprobs")).hasSize(last + 1);
    assertThat(told.path("top_logprobs").get(last)).hasSize(3);
    assertThat(told.path("top_logprobs").get(last).path(" 3").asDouble())
        .isEqualTo(told.path("token_logprobs").get(last).asDouble());
  }

  @Test
  void anAnswerThatIsCutOffHasTheLogProbabilitiesOfWhatIsLeft() throws Exception {
    HttpResponse<String> response =
        client.ask(endpoint, chat(PROMPT).put("max_tokens", 5).put("logprobs", true));

    assertThat(json(response).at("/choices/0/logprobs/content")).hasSize(5);
    assertThat(json(response).at("/choices/0/logprobs/content/0/top_logprobs")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'top_logprobs':3}                          | top_logprobs",
        "{'logprobs':true,'top_logprobs':21}         | logprobs",
        "{'n':2,'temperature':0}                     | n",
        "{'structured_outputs':{}}                   | structured_outputs",
        "{'structured_outputs':{'choice':[]}}        | structured_outputs",
        "{'structured_outputs':{'regex':'('}}        | structured_outputs",
        "{'structured_outputs':{'regex':'purple'}}   | structured_outputs",
        "{'structured_outputs':{'json':'{'}}         | structured_outputs",
        "{'response_format':{'type':'json_schema'}}  | response_format",
        "{'response_format':{'type':'xml'}}          | response_format"
      })
  void whatVllmRefusesIsRefusedAndNamed(String fields, String parameter) throws Exception {
    ObjectNode request = chat(PROMPT);
    request.setAll((ObjectNode) JSON.readTree(fields.replace('\'', '"')));

    HttpResponse<String> response = client.ask(endpoint, request);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/param").asText()).isEqualTo(parameter);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theBetterOfTwoIsPreferredInBothOrders(boolean withReference) throws Exception {
    String poor = withReference ? POOR : "No";
    String good = withReference ? GOOD : (GOOD + ". ").repeat(4);

    assertThat(content(client.ask(endpoint, chat(relative(good, poor, withReference)))))
        .startsWith("Feedback: Stand-in judge, no model: ")
        .endsWith(" [RESULT] A");
    assertThat(content(client.ask(endpoint, chat(relative(poor, good, withReference)))))
        .endsWith(" [RESULT] B");
  }

  @Test
  void equalsAreDecidedTheSameInBothOrdersUnlessThePositionDecides() throws Exception {
    String same = GOOD + "!";
    String one = content(client.ask(endpoint, chat(relative(GOOD, same, false))));
    String other = content(client.ask(endpoint, chat(relative(same, GOOD, false))));
    assertThat(one.endsWith("A")).isNotEqualTo(other.endsWith("A"));

    restart("answers.position_bias", "1");

    assertThat(content(client.ask(endpoint, chat(relative(GOOD, same, false))))).endsWith("A");
    assertThat(content(client.ask(endpoint, chat(relative(same, GOOD, false))))).endsWith("A");
    assertThat(content(client.ask(endpoint, chat(relative(POOR, GOOD, true))))).endsWith("B");
  }

  @Test
  void aPreferenceHasTheProbabilitiesOfBoth() throws Exception {
    JsonNode tokens =
        json(client.ask(
                endpoint,
                chat(relative(GOOD, POOR, true)).put("logprobs", true).put("top_logprobs", 20)))
            .at("/choices/0/logprobs/content");
    JsonNode top = tokens.get(tokens.size() - 1).path("top_logprobs");

    assertThat(texts(top, "token")).startsWith(" A").contains(" B");
    assertThat(top.at("/0/logprob").asDouble()).isCloseTo(0, within(0.01));
  }

  @Test
  void aJsonSchemaIsSatisfied() throws Exception {
    ObjectNode request = chat("Judge.\n\nResponse:\n" + GOOD + "\n");
    request.set(
        "response_format",
        JSON.readTree(
            """
            {"type": "json_schema", "json_schema": {"name": "verdict", "schema": {"type": "object",
              "properties": {
                "feedback": {"type": "string"},
                "score": {"type": "integer", "minimum": 1, "maximum": 10},
                "items": {"type": "array", "minItems": 3, "items": {"type": "boolean"}},
                "grade": {"enum": ["low", "high"]}}}}}
            """));
    request.put("logprobs", true).put("top_logprobs", 20);

    HttpResponse<String> response = client.ask(endpoint, request);
    JsonNode answer = JSON.readTree(content(response));
    JsonNode tokens = json(response).at("/choices/0/logprobs/content");
    JsonNode score =
        StreamSupport.stream(tokens.spliterator(), false)
            .filter(token -> token.path("logprob").asDouble() < -0.01)
            .findFirst()
            .orElseThrow();

    assertThat(answer.path("feedback").asText()).contains("no model");
    assertThat(answer.path("score").isInt()).isTrue();
    assertThat(answer.path("score").asInt()).isBetween(1, 10);
    assertThat(answer.path("items")).hasSize(3).allMatch(JsonNode::isBoolean);
    assertThat(answer.path("grade").asText()).isIn("low", "high");
    assertThat(score.path("token").asText()).isEqualTo(" " + answer.path("score").asInt());
    assertThat(String.join("", texts(tokens, "token"))).isEqualTo(content(response));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'choice':['1','2','3','4','5']}                              | 3",
        "{'choice':['bad','good']}                                     | [bgado]{3,4}",
        "{'regex':'[1-5]'}                                             | 3",
        "{'regex':'Feedback: .* \\\\[RESULT\\\\] [1-5]'}               | Feedback: .* .RESULT. 3",
        "{'json':{'type':'object','properties':{'ok':{'type':'boolean'}}}} | .\"ok\": [a-z]{4,5}.",
        "{'json_object':true}                                          | .\"feedback\": .*\"score\": 3."
      })
  void structuredOutputsAreObeyed(String outputs, String pattern) throws Exception {
    ObjectNode request = chat(PROMPT);
    request.set("structured_outputs", JSON.readTree(outputs.replace('\'', '"')));

    assertThat(content(client.ask(endpoint, request))).matches(pattern);
  }

  @Test
  void theOldNamesOfStructuredOutputsAreIgnoredInSilence() throws Exception {
    ObjectNode request = chat(PROMPT);
    request.putArray("guided_choice").add("yes").add("no");

    assertThat(content(client.ask(endpoint, request))).endsWith("[RESULT] 3");
  }

  @Test
  void aPromptOfNoKnownFamilyIsAnsweredWithTheMarkerItMentionsOrElseAsJson() throws Exception {
    assertThat(content(client.ask(endpoint, chat("Rate this. End with [RESULT] and a number."))))
        .matches("Feedback: .*no model.* \\[RESULT] [1-5]");
    assertThat(
            JSON.readTree(content(client.ask(endpoint, chat("Rate this.")))).path("score").asInt())
        .isBetween(1, 5);
  }

  @Test
  void autoJsPromptsAreAnsweredAsAutoJDoes() throws Exception {
    String data = "[BEGIN DATA]\n***\n[Query]: When does the parcel come?\n***\n";
    String single =
        "Write critiques for a submitted response on a given user's query, and grade the response:\n"
            + "  \n"
            + data
            + "[Response]: "
            + GOOD
            + "\n***\n[END DATA]\n\nWrite critiques for this response.";

    assertThat(content(client.ask(endpoint, chat(single))))
        .matches("(?s).*\n\nRating: \\[\\[([1-9]|10)]]");
    assertThat(content(client.ask(endpoint, chat(pairwise(data, (GOOD + ". ").repeat(4), "No")))))
        .endsWith("So, the final decision is Response 1.");
    assertThat(content(client.ask(endpoint, chat(pairwise(data, "No", (GOOD + ". ").repeat(4))))))
        .endsWith("So, the final decision is Response 2.");
    assertThat(content(client.ask(endpoint, chat(pairwise(data, GOOD, GOOD)))))
        .endsWith("So, the final decision is Tie.");
  }

  private static String pairwise(String data, String first, String second) {
    return "[INST] You are assessing two submitted responses on a given user's query and judging.\n\n"
        + data
        + "[Response 1]: "
        + first
        + "\n***\n[Response 2]: "
        + second
        + "\n***\n[END DATA]\n\nHere are the instructions. [/INST]";
  }
}
