package io.gavel.judge.protocol;

import static io.gavel.judge.model.TestingJudgeServer.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.config.JudgeAskingConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Form;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import io.gavel.judge.exchange.Token;
import io.gavel.judge.exchange.Token.Alternative;
import io.gavel.judge.model.Effort;
import io.gavel.judge.model.HttpEndpoint;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.judge.model.Question;
import io.gavel.judge.model.Reply;
import io.gavel.judge.model.TestingJudgeServer;
import io.gavel.judge.model.TestingProfiles;
import io.gavel.schema.Priority;
import io.gavel.trace.AskingTrace;
import io.gavel.trace.TraceContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Both APIs for words against a server that answers as OpenAI's reference and vLLM's documentation
/// say.
@Timeout(180)
class ProtocolsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Prompt TEXT =
      new Prompt.Text("[INST] Prompt \"ü👍\n [/INST]", new Form.Free());
  private static final Prompt CHAT = Prompt.Chat.user("Prompt");

  private static final String COMPLETION =
      """
      {"id":"cmpl-1","object":"text_completion","created":1,"model":"prometheus-7b",
       "choices":[{"index":0,"text":" Good. [RESULT] 4","finish_reason":"stop","stop_reason":null,
                   "logprobs":%s,"prompt_logprobs":null}],
       "usage":{"prompt_tokens":700,"total_tokens":742,"completion_tokens":42}}
      """;
  private static final String LOGPROBS =
      """
      {"text_offset":[0,14],"tokens":[" Good. [RESULT]"," 4"],"token_logprobs":[-0.5,-0.25],
       "top_logprobs":[null,{" 4":-0.25," 5":-1.5}]}
      """;
  private static final String CHAT_COMPLETION =
      """
      {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"prometheus-7b",
       "choices":[{"index":0,"message":{"role":"assistant","content":"[RESULT] 4"},
                   "finish_reason":"stop","logprobs":{"content":[
                     {"token":"[RESULT]","logprob":-0.5,"bytes":null,"top_logprobs":[]},
                     {"token":" 4","logprob":-0.25,"bytes":[32,52],"top_logprobs":[
                       {"token":" 4","logprob":-0.25,"bytes":[32,52]},
                       {"token":" 5","logprob":-1.5,"bytes":[32,53]}]}]}}],
       "usage":{"prompt_tokens":700,"total_tokens":742,"completion_tokens":42}}
      """;
  private static final List<Alternative> TOP =
      List.of(new Alternative(" 4", -0.25), new Alternative(" 5", -1.5));

  private final HttpClient client = HttpEndpoint.client(LONG);

  @AfterEach
  void close() {
    client.shutdownNow();
  }

  @Test
  void aTextIsGoneOnWithAndItsTokensAreTaken() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, COMPLETION.formatted(LOGPROBS)))) {
      assertThat(ask(server, Completions::new, TEXT, asking(5, "none")))
          .isEqualTo(
              new Reply.Answered(
                  List.of(
                      new Answer.Written(
                          " Good. [RESULT] 4",
                          false,
                          List.of(
                              new Token(" Good. [RESULT]", -0.5, List.of()),
                              new Token(" 4", -0.25, TOP)))),
                  "prometheus-7b",
                  server.base().toString(),
                  700,
                  42,
                  false));
      assertThat(server.exchanges().getFirst().head())
          .startsWith("POST /v1/completions HTTP/1.1\r\n");
      assertBody(
          server,
          """
          {"model":"prometheus-7b","prompt":"[INST] Prompt \\"ü👍\\n [/INST]","temperature":1.0,
           "top_p":0.9,"max_tokens":1024,"repetition_penalty":1.03,"logprobs":5}
          """);
    }
  }

  @Test
  void aConversationIsGoneOnWithAndItsTokensAreTaken() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, CHAT_COMPLETION))) {
      Reply.Answered reply =
          (Reply.Answered) ask(server, ChatCompletions::new, CHAT, asking(5, "none"));
      assertThat(reply.answers())
          .containsExactly(
              new Answer.Written(
                  "[RESULT] 4",
                  false,
                  List.of(new Token("[RESULT]", -0.5, List.of()), new Token(" 4", -0.25, TOP))));
      assertThat(server.exchanges().getFirst().head())
          .startsWith("POST /v1/chat/completions HTTP/1.1\r\n");
      assertBody(
          server,
          """
          {"model":"prometheus-7b","messages":[{"role":"user","content":"Prompt"}],"temperature":1.0,
           "top_p":0.9,"max_tokens":1024,"repetition_penalty":1.03,"logprobs":true,"top_logprobs":5}
          """);
    }
  }

  @Test
  void aTextThatMustBeOneOfSeveralSaysSoToAServerThatCanKeepToIt() throws Exception {
    Prompt prompt = new Prompt.Text("Prompt", new Form.OneOf(List.of("A", "B")));
    try (var server = new TestingJudgeServer(respond(200, COMPLETION.formatted("null")))) {
      ask(server, Completions::new, prompt, asking(0, "vllm"));
      assertBody(
          server,
          """
          {"model":"prometheus-7b","prompt":"Prompt","temperature":1.0,"top_p":0.9,"max_tokens":1024,
           "repetition_penalty":1.03,"structured_outputs":{"choice":["A","B"]}}
          """);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "none   | ",
        "vllm   | ,\"structured_outputs\":{\"json\":{\"type\":\"object\"}}",
        "openai | ,\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"verdict\",\"strict\":true,\"schema\":{\"type\":\"object\"}}}"
      })
  void aConversationThatMustEndInJsonSaysSoAsTheServerTakesIt(String way, @Nullable String field)
      throws Exception {
    Prompt prompt =
        new Prompt.Chat(
            List.of(new Prompt.Turn("user", "Prompt")),
            new Form.Json("verdict", "{\"type\":\"object\"}"));
    try (var server = new TestingJudgeServer(respond(200, CHAT_COMPLETION))) {
      ask(server, ChatCompletions::new, prompt, asking(0, way));
      assertBody(
          server,
          """
          {"model":"prometheus-7b","messages":[{"role":"user","content":"Prompt"}],"temperature":1.0,
           "top_p":0.9,"max_tokens":1024,"repetition_penalty":1.03%s}
          """
              .formatted(field == null ? "" : field));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "length",
        "model_length",
        "max_tokens",
        "MAX_TOKENS",
        "content_filter",
        "error",
        "abort"
      })
  void aCompletionThatDidNotComeToItsEndIsCutOff(String reason) throws Exception {
    String chat = CHAT_COMPLETION.replace("\"stop\"", "\"" + reason + "\"");
    try (var server = new TestingJudgeServer(respond(200, chat))) {
      Reply.Answered reply =
          (Reply.Answered) ask(server, ChatCompletions::new, CHAT, asking(0, "none"));
      assertThat(reply.answers())
          .extracting(answer -> ((Answer.Written) answer).cutOff())
          .containsExactly(true);
    }
    String cut = COMPLETION.formatted("null").replace("\"stop\"", "\"" + reason + "\"");
    try (var server = new TestingJudgeServer(respond(200, cut))) {
      Reply.Answered reply =
          (Reply.Answered) ask(server, Completions::new, TEXT, asking(0, "none"));
      assertThat(reply.answers())
          .containsExactly(new Answer.Written(" Good. [RESULT] 4", true, List.of()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "7",
        "{\"tokens\":[\" 4\"]}",
        "{\"tokens\":[\" 4\"],\"token_logprobs\":[null]}",
        "{\"tokens\":[\" 4\",\".\"],\"token_logprobs\":[-0.1]}",
        "{\"tokens\":[\" 4\"],\"token_logprobs\":[-0.1],\"top_logprobs\":[{\" 4\":\"much\"}]}"
      })
  void anAnswerWithoutWholeProbabilitiesIsOneAllTheSame(String logprobs) throws Exception {
    try (var server = new TestingJudgeServer(respond(200, COMPLETION.formatted(logprobs)))) {
      Reply.Answered reply =
          (Reply.Answered) ask(server, Completions::new, TEXT, asking(5, "none"));
      assertThat(reply.answers()).containsExactly(Answer.Written.of(" Good. [RESULT] 4", false));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[]}",
        "{\"choices\":[{}]}",
        "{\"choices\":[{\"text\":null}]}",
        "{\"choices\":[{\"message\":{\"content\":\"[RESULT] 4\"}}]}"
      })
  void aReplyOfAnotherShapeIsAFailure(String body) throws Exception {
    try (var server = new TestingJudgeServer(respond(200, body))) {
      assertThat(ask(server, Completions::new, TEXT, asking(0, "none")))
          .isInstanceOf(Reply.Failed.class);
    }
  }

  @Test
  void eachTakesItsOwnPromptsAlone() {
    JudgeProfile profile = TestingProfiles.profile(LONG, URI.create("http://judge/v1"));
    Sampling once = new Sampling(1, 16);
    assertThatThrownBy(() -> new Completions(profile).body(CHAT, once))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChatCompletions(profile).body(TEXT, once))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Reply ask(
      TestingJudgeServer server,
      Function<JudgeProfile, Protocol> protocol,
      Prompt prompt,
      JudgeAskingConfig asking)
      throws InterruptedException {
    JudgeProfile profile =
        TestingProfiles.asking(TestingProfiles.profile(LONG, server.base()), asking);
    return new HttpEndpoint(
            client,
            server.base(),
            "prometheus",
            profile,
            protocol.apply(profile),
            InstantSource.system())
        .ask(
            new Question(
                prompt,
                new Sampling(1, 1024),
                new Effort(3, Duration.ofMinutes(1), MonotonicClock.system()),
                Priority.MONITORING,
                null,
                AskingTrace.NONE,
                TraceContext.NONE));
  }

  private static void assertBody(TestingJudgeServer server, String json) throws Exception {
    JsonMapper mapper = new JsonMapper();
    assertThat(mapper.readTree(server.exchanges().getFirst().body()))
        .isEqualTo(mapper.readTree(json));
  }

  private static JudgeAskingConfig asking(int logprobs, String structuredOutput) {
    return new JudgeAskingConfig(logprobs, structuredOutput, "nothing", Map.of());
  }
}
