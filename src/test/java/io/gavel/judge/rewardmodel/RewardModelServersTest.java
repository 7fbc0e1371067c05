package io.gavel.judge.rewardmodel;

import static io.gavel.judge.model.TestingJudgeServer.respond;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.config.JudgeConfig;
import io.gavel.deadletter.Reason;
import io.gavel.judge.Judges;
import io.gavel.judge.TestingRequests;
import io.gavel.judge.Verdict;
import io.gavel.judge.model.TestingJudgeServer;
import io.gavel.judge.model.TestingJudgeServer.Behaviour;
import io.gavel.judge.model.TestingProfiles;
import io.gavel.schema.JudgeSample;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole stack against servers that answer as their documentation says: vLLM's "Classification
/// Usages", "Score API" and "Pooling API", and the OpenAPI description of
/// text-embeddings-inference.
@Timeout(180)
class RewardModelServersTest {
  private static final String TURNS =
      """
      "messages":[{"role":"user","content":"Why?"},{"role":"assistant","content":"Because."}]\
      """;

  @Test
  void vllmsClassifyGivesProbabilitiesOfTheLabels() throws Exception {
    Verdict.Scored scored =
        scored(
            Map.of("api", "classify", "index", "1"),
            "/classify",
            "{\"model\":\"judge-model\"," + TURNS + "}",
            """
            {"id":"classify-9b","object":"list","created":1745383213,"model":"reward-1b",
             "data":[{"index":0,"label":"Good","probs":[0.25,0.75],"num_classes":2}],
             "usage":{"prompt_tokens":10,"total_tokens":10,"completion_tokens":0,
                      "prompt_tokens_details":null}}
            """);
    assertThat(scored.meanScore()).isEqualTo(4.0);
    assertThat(scored.score()).isEqualTo(4);
    assertThat(scored.feedback()).isEqualTo("reward 0.75");
    assertThat(scored.flags()).containsExactly("criteria_not_shown");
    assertThat(scored.judgement().getKind()).isEqualTo("reward-model");
    assertThat(scored.judgement().getPromptVariant()).isEqualTo("classify-turns");
    assertThat(scored.judgement().getModel()).isEqualTo("reward-1b");
    assertThat(scored.judgement().getSamples())
        .containsExactly(new JudgeSample(4, 4.0, null, "reward 0.75", 10, 0));
  }

  @Test
  void vllmsScoreGivesOneNumberForTwoTexts() throws Exception {
    Verdict.Scored scored =
        scored(
            Map.of("api", "score"),
            "/score",
            "{\"model\":\"judge-model\",\"text_1\":\"Why?\",\"text_2\":\"Because.\"}",
            """
            {"id":"score-request-id","object":"list","created":693447,"model":"reranker",
             "data":[{"index":0,"object":"score","score":1}],"usage":{}}
            """);
    assertThat(scored.meanScore()).isEqualTo(5.0);
    assertThat(scored.judgement().getSamples().getFirst().getPromptTokens()).isEmpty();
  }

  @Test
  void vllmsPoolingGivesTheHeadsNumbers() throws Exception {
    Verdict.Scored scored =
        scored(
            Map.of(
                "api",
                "pooling",
                "task",
                "classify",
                "raw",
                "true",
                "lowest",
                "-8",
                "highest",
                "8"),
            "/pooling",
            "{\"model\":\"judge-model\",\"use_activation\":false,\"task\":\"classify\","
                + TURNS
                + "}",
            """
            {"id":"pool-1","object":"list","created":1,"model":"skywork",
             "data":[{"index":0,"object":"pooling","data":[4.0]}],
             "usage":{"prompt_tokens":12,"total_tokens":12}}
            """);
    assertThat(scored.meanScore()).isEqualTo(4.0);
    assertThat(scored.judgement().getSamples().getFirst().getPromptTokens()).hasValue(12);
  }

  @Test
  void vllmsPoolingByTokenIsReadAtTheLastOne() throws Exception {
    Verdict.Scored scored =
        scored(
            Map.of("api", "pooling", "index", "-1"),
            "/pooling",
            "{\"model\":\"judge-model\"," + TURNS + "}",
            """
            {"model":"internlm","data":[{"index":0,"object":"pooling","data":[[0.1],[0.2],[0.5]]}]}
            """);
    assertThat(scored.meanScore()).isEqualTo(3.0);
  }

  @Test
  void predictGivesLabelsSortedByTheirScores() throws Exception {
    Verdict.Scored scored =
        scored(
            Map.of("api", "predict", "label", "LABEL_0"),
            "/predict",
            "{\"inputs\":[\"Why?\",\"Because.\"],\"raw_scores\":false,\"truncate\":false}",
            "[{\"score\":0.75,\"label\":\"LABEL_1\"},{\"score\":0.25,\"label\":\"LABEL_0\"}]");
    assertThat(scored.meanScore()).isEqualTo(2.0);
    assertThat(scored.judgement().getModel()).isEqualTo("judge-model");
  }

  @Test
  void predictOfOneTextMayComeAsABatch() throws Exception {
    Verdict.Scored scored =
        scored(
            Map.of(
                "api",
                "predict",
                "text",
                "{instruction} {response}",
                "raw",
                "true",
                "sigmoid",
                "true"),
            "/predict",
            "{\"inputs\":\"Why? Because.\",\"raw_scores\":true,\"truncate\":false}",
            "[[{\"score\":0,\"label\":\"LABEL_0\"}]]");
    assertThat(scored.meanScore()).isEqualTo(3.0);
  }

  @Test
  void aHoleIsADeadLetterAndNeverAZero() throws Exception {
    assertThat(verdict(Map.of(), "{\"data\":[{\"index\":0,\"label\":null,\"probs\":[null]}]}"))
        .isEqualTo(
            new Verdict.Unjudged(
                Reason.UNREADABLE_ANSWER,
                "the judge's answer cannot be read: what counts in it is not a finite number",
                1,
                "[NaN]",
                false));
  }

  @Test
  void aRewardBeyondTheRangeIsADeadLetter() throws Exception {
    assertThat(
            ((Verdict.Unjudged)
                    verdict(Map.of("api", "score"), "{\"data\":[{\"index\":0,\"score\":1.25}]}"))
                .detail())
        .contains("its number, 1.25, lies beyond");
  }

  @Test
  void anInputOverTheContextIsADeadLetterOfItsOwnReason() throws Exception {
    try (var server =
            new TestingJudgeServer(
                respond(
                    413,
                    "{\"error\":\"Input validation error: `inputs` must have less than 512 tokens. Given: 900\",\"error_type\":\"Validation\"}"));
        var judges = judges(server, Map.of("api", "predict"))) {
      assertThat(
              ((Verdict.Unjudged)
                      judges.assess(TestingRequests.request("Why?", "Because.").build()))
                  .reason())
          .isEqualTo(Reason.CONTEXT_TOO_LONG);
    }
  }

  @Test
  void anInputThatFillsTheContextIsAskedAsItLeavesRoomForNoAnswer() throws Exception {
    Behaviour vllm =
        exchange ->
            (exchange.head().startsWith("GET /v1/models ")
                    ? respond(200, "{\"data\":[{\"id\":\"judge-model\",\"max_model_len\":4096}]}")
                    : exchange.head().startsWith("POST /tokenize ")
                        ? respond(200, "{\"count\":4000}")
                        : respond(200, "{\"data\":[{\"index\":0,\"probs\":[0.5]}]}"))
                .serve(exchange);
    try (var server = new TestingJudgeServer(vllm);
        var judges = judges(server, Map.of())) {
      assertThat(judges.assess(TestingRequests.request("Why?", "Because. ".repeat(2000)).build()))
          .isInstanceOf(Verdict.Scored.class);
    }
  }

  private static Verdict verdict(Map<String, String> options, String answer) throws Exception {
    try (var server = new TestingJudgeServer(respond(200, answer));
        var judges = judges(server, options)) {
      return judges.assess(TestingRequests.request("Why?", "Because.").build());
    }
  }

  private static Verdict.Scored scored(
      Map<String, String> options, String path, String asked, String answer) throws Exception {
    try (var server = new TestingJudgeServer(respond(200, answer));
        var judges = judges(server, options)) {
      Verdict verdict = judges.assess(TestingRequests.request("Why?", "Because.").build());
      var exchange = server.exchanges().getFirst();
      assertThat(exchange.head()).startsWith("POST " + path + " HTTP/1.1\r\n");
      assertThat(new JsonMapper().readTree(exchange.body()))
          .isEqualTo(new JsonMapper().readTree(asked));
      assertThat(verdict).isInstanceOf(Verdict.Scored.class);
      return (Verdict.Scored) verdict;
    }
  }

  private static Judges judges(TestingJudgeServer server, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(Map.of("lowest", "0", "highest", "1"));
    all.putAll(options);
    return Judges.of(
        new JudgeConfig(
            "main", Map.of("main", TestingProfiles.of("reward-model", "", all, server.base()))),
        new SimpleMeterRegistry());
  }
}
