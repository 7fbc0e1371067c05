package io.gavel.judge;

import static io.gavel.judge.model.TestingJudgeServer.respond;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.JudgeConfig;
import io.gavel.deadletter.Reason;
import io.gavel.judge.chat.TestingChats;
import io.gavel.judge.model.TestingJudgeServer;
import io.gavel.judge.model.TestingJudgeServer.Behaviour;
import io.gavel.schema.Check;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preferred;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A chat judge against servers that answer as the OpenAI API reference ("Create chat completion",
/// "Structured model outputs") and vLLM's documentation ("Structured Outputs") say.
@Timeout(180)
class ChatJudgeTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Offset<Double> EXACT = Offset.offset(1e-9);

  @Test
  void aScoreIsAskedForWithASchemaAndComesWithTheWholeJudgement() throws Exception {
    try (var server = new TestingJudgeServer(answer("{\"feedback\":\"Good.\",\"score\":9}"))) {
      Verdict.Scored scored =
          (Verdict.Scored) assess(server, "openai", 0, TestingChats.levels(0, 10, "Because."));
      assertThat(scored.score()).isEqualTo(9);
      assertThat(scored.feedback()).isEqualTo("Good.");
      assertThat(scored.expectation()).isNull();
      assertThat(scored.judgement().getKind()).isEqualTo("chat");
      assertThat(scored.judgement().getModel()).isEqualTo("gpt-4.1-mini-2025-04-14");
      assertThat(scored.judgement().getPromptVariant()).isEqualTo("built-in-1-json");
      JsonNode body = body(server);
      assertThat(body.path("model").asText()).isEqualTo("gpt-4.1-mini");
      assertThat(body.path("messages"))
          .extracting(turn -> turn.path("role").asText())
          .containsExactly("system", "user");
      assertThat(body.path("response_format"))
          .isEqualTo(
              JSON.readTree(
                  """
                  {"type":"json_schema","json_schema":{"name":"judgement","strict":true,"schema":{
                    "type":"object",
                    "properties":{
                      "feedback":{"type":"string"},
                      "score":{"type":"integer","enum":[0,1,2,3,4,5,6,7,8,9,10]}},
                    "required":["feedback","score"],"additionalProperties":false}}}
                  """));
      assertThat(body.has("repetition_penalty")).isFalse();
      assertThat(body.has("logprobs")).isFalse();
    }
  }

  @Test
  void vllmIsGivenTheSchemaInItsOwnField() throws Exception {
    try (var server =
        new TestingJudgeServer(answer("{\"feedback\":\"Hm.\",\"item_1\":true,\"item_2\":false}"))) {
      Verdict.Scored scored =
          (Verdict.Scored) assess(server, "vllm", 0, TestingChats.checklist("Short?", "True?"));
      assertThat(scored.score()).isEqualTo(1);
      assertThat(scored.checks())
          .containsExactly(new Check("Short?", true), new Check("True?", false));
      JsonNode schema = body(server).path("structured_outputs").path("json");
      assertThat(schema.path("required")).hasSize(3);
      assertThat(body(server).has("response_format")).isFalse();
    }
  }

  @Test
  void aPairIsComparedWithHowProbableEachWas() throws Exception {
    Behaviour tokens =
        answer(
            "{\"feedback\":\"Close.\",\"better\":\"B\"}",
            token("{\""),
            token("feedback"),
            token("\":\""),
            token("Close"),
            token(".\",\""),
            token("better"),
            token("\":\""),
            token("B", "B", 0.6, "A", 0.2, "C", 0.1),
            token("\"}"));
    try (var server = new TestingJudgeServer(tokens)) {
      Verdict.Compared compared =
          (Verdict.Compared) assess(server, "openai", 5, TestingChats.pair("One.", "Two."));
      assertThat(compared.preferred()).isEqualTo(Preferred.SECOND);
      assertThat(compared.firstProbability()).isCloseTo(0.25, EXACT);
      assertThat(body(server).path("top_logprobs").asInt()).isEqualTo(5);
    }
  }

  @Test
  void aScoreHasAnExpectationOverItsLevels() throws Exception {
    Behaviour tokens =
        answer(
            "{\"feedback\": \"4 of 5.\", \"score\": 4}",
            token("{\"feedback\":"),
            token(" \""),
            token("4", "4", 1, "1", 0.0001),
            token(" of 5.\","),
            token(" \"score\":"),
            token(" "),
            token("4", "4", 0.5, "5", 0.25, "3", 0.05),
            token("}"));
    try (var server = new TestingJudgeServer(tokens)) {
      Verdict.Scored scored =
          (Verdict.Scored) assess(server, "openai", 5, TestingChats.levels(1, 5, "Because."));
      assertThat(scored.score()).isEqualTo(4);
      Verdict.Expectation expectation = Objects.requireNonNull(scored.expectation());
      assertThat(expectation.score()).isCloseTo((2 + 1.25 + 0.15) / 0.8, EXACT);
      assertThat(expectation.probabilities().get(4)).isCloseTo(0.25 / 0.8, EXACT);
    }
  }

  @Test
  void aModelThatDeclinesToAnswerGivesNoScore() throws Exception {
    // As OpenAI's guide says of refusals: no content, and the reason in a field of its own.
    String refusal =
        """
        {"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4.1-mini",
         "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":null,
           "refusal":"I'm sorry, I cannot assist with that request."}}]}
        """;
    try (var server = new TestingJudgeServer(respond(200, refusal))) {
      Verdict.Unjudged dead =
          (Verdict.Unjudged) assess(server, "openai", 0, TestingChats.levels(1, 5, "Because."));
      assertThat(dead.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
      assertThat(dead.attempts()).isEqualTo(2);
    }
  }

  @Test
  void whatAServerWithoutStructuredOutputWritesIsReadAsStrictly() throws Exception {
    try (var server =
        new TestingJudgeServer(
            answer("Sure! Here is my judgement: {\"feedback\":\"Good.\",\"score\":5}"))) {
      Verdict.Unjudged dead =
          (Verdict.Unjudged) assess(server, "none", 0, TestingChats.levels(1, 5, "Because."));
      assertThat(dead.detail())
          .isEqualTo(
              "the judge's answer cannot be read: it is not one JSON object and nothing else");
      assertThat(body(server).has("response_format")).isFalse();
    }
  }

  private static Verdict assess(
      TestingJudgeServer server, String structuredOutput, int logprobs, JudgeRequest request)
      throws InterruptedException {
    try (Judges judges =
        Judges.of(
            new JudgeConfig(
                "main",
                Map.of(
                    "main",
                    TestingChats.profile(server.base(), structuredOutput, logprobs, Map.of()))),
            new SimpleMeterRegistry())) {
      return judges.assess(request);
    }
  }

  private static JsonNode body(TestingJudgeServer server) throws Exception {
    return JSON.readTree(server.exchanges().getFirst().body());
  }

  private static Behaviour answer(String content, ObjectNode... tokens) {
    ObjectNode body = JSON.createObjectNode();
    body.put("id", "chatcmpl-1").put("object", "chat.completion");
    body.put("model", "gpt-4.1-mini-2025-04-14");
    ObjectNode choice = body.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", content).putNull("refusal");
    if (tokens.length == 0) {
      choice.putNull("logprobs");
    } else {
      choice.putObject("logprobs").putArray("content").addAll(List.of(tokens));
    }
    body.putObject("usage").put("prompt_tokens", 300).put("completion_tokens", 12);
    return respond(200, body.toString());
  }

  /// A token that was all but certain.
  private static ObjectNode token(String text) {
    return token(text, text, 1);
  }

  /// A token among others.
  ///
  /// @param alternatives texts and probabilities in turn, its own among them
  private static ObjectNode token(String text, Object... alternatives) {
    ObjectNode token = JSON.createObjectNode().put("token", text);
    ArrayNode top = token.putArray("top_logprobs");
    for (int i = 0; i < alternatives.length; i += 2) {
      double logprob = Math.log(((Number) alternatives[i + 1]).doubleValue());
      top.addObject().put("token", (String) alternatives[i]).put("logprob", logprob);
      if (alternatives[i].equals(text)) {
        token.put("logprob", logprob);
      }
    }
    return token;
  }
}
