package io.gavel.judge.model;

import static io.gavel.judge.model.TestingJudgeServer.completion;
import static io.gavel.judge.model.TestingJudgeServer.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.config.Secret;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import io.gavel.judge.model.TestingJudgeServer.Behaviour;
import io.gavel.judge.protocol.ChatCompletions;
import io.gavel.schema.Priority;
import io.gavel.trace.AskingTrace;
import io.gavel.trace.TraceContext;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class HttpEndpointTest {
  private static final String GOOD = completion("\"Good. [RESULT] 4\"", "stop");
  private static final Duration LONG = Duration.ofSeconds(30);

  /// Too short for an answer that does not come, and long enough for the request to be there.
  private static final Duration SHORT = Duration.ofSeconds(5);

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

  private final HttpClient client = HttpEndpoint.client(LONG);

  @AfterEach
  void close() {
    client.shutdownNow();
  }

  @Test
  void anAnswerIsTakenWithItsModelTokensAndEndpoint() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, GOOD))) {
      assertThat(ask(server))
          .isEqualTo(
              new Reply.Answered(
                  List.of(Answer.Written.of("Good. [RESULT] 4", false)),
                  "prometheus-7b",
                  server.base().toString(),
                  700,
                  42,
                  false));
    }
  }

  @Test
  void theRequestHoldsOneUserMessageTheSamplingAndTheKey() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, GOOD))) {
      ask(server);
      var exchange = server.exchanges().getFirst();
      assertThat(exchange.head())
          .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
          .containsIgnoringCase("Authorization: Bearer key-1\r\n")
          .containsIgnoringCase("Content-Type: application/json\r\n")
          .doesNotContain("Upgrade");
      assertThat(new JsonMapper().readTree(exchange.body()))
          .isEqualTo(
              new JsonMapper()
                  .readTree(
                      """
                      {"model":"prometheus-7b","messages":[{"role":"user","content":"Prompt \\"ü👍\\n"}],
                       "temperature":1.0,"top_p":0.9,"max_tokens":1024,"repetition_penalty":1.03}
                      """));
    }
  }

  @Test
  void withoutKeyAndPenaltyNeitherIsSent() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, GOOD))) {
      JudgeProfile plain = withoutPenalty(server.base());
      new HttpEndpoint(client, server.base(), "p", plain, new ChatCompletions(plain), CLOCK)
          .ask(question());
      assertThat(server.exchanges().getFirst().head()).doesNotContainIgnoringCase("Authorization");
      assertThat(server.exchanges().getFirst().body()).doesNotContain("repetition_penalty");
    }
  }

  @Test
  void anAnswerAtTheTokenLimitIsCutOff() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, completion("\"Goo\"", "length")))) {
      assertThat(written(ask(server)).cutOff()).isTrue();
    }
  }

  @Test
  void nullContentIsAnEmptyAnswer() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, completion("null", "stop")))) {
      assertThat(written(ask(server)).text()).isEmpty();
    }
  }

  @Test
  void aStandInIsKnownByItsHeaderOrItsModel() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, GOOD, "X-Gavel-Stand-In: true"))) {
      assertThat(((Reply.Answered) ask(server)).standIn()).isTrue();
      server.behave(respond(200, GOOD.replace("prometheus-7b", "overlap (stand-in)")));
      Reply.Answered named = (Reply.Answered) ask(server);
      assertThat(named.standIn()).isTrue();
      assertThat(named.model()).isEqualTo("overlap (stand-in)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "not json",
        "<html>maintenance</html>",
        "{\"choices\":[]}",
        "{\"choices\":[{}]}",
        "{\"choices\":[{\"message\":null}]}",
        "{\"choices\":{\"0\":1}}",
        "[]",
        "{\"choices\":[{\"message\":{\"content\":\"[RESULT] 4\"}}",
        "\"[RESULT] 4\""
      })
  void nonsenseWithStatus200IsAFailure(String body) throws Exception {
    try (var server = new TestingJudgeServer(respond(200, body))) {
      assertThat(ask(server)).isInstanceOf(Reply.Failed.class);
    }
  }

  @Test
  void deeplyNestedJsonIsAFailure() throws Exception {
    try (var server = new TestingJudgeServer(respond(200, "[".repeat(1_000_000)))) {
      assertThat(ask(server)).isInstanceOf(Reply.Failed.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | Retry-After: 7 | PT7S",
        "503 | Retry-After: Sun, 22 Nov 2026 10:00:09 GMT | PT9S",
        "429 | Retry-After: 0.5 | PT0.5S",
        "529 | X-Other: 1 | PT0S",
        "503 | Retry-After: soon | PT0S",
        "503 | Retry-After: -5 | PT0S",
        "503 | Retry-After: Sun, 22 Nov 2020 10:00:09 GMT | PT0S",
        "429 | Retry-After: 86400 | PT5M"
      })
  void overloadIsKeptApartWithTheTimeTheServerAsksFor(int status, String header, Duration wait)
      throws Exception {
    try (var server = new TestingJudgeServer(respond(status, "{}", header))) {
      assertThat(ask(server))
          .isEqualTo(new Reply.Overloaded(server.base() + " answered " + status, wait));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504, 408})
  void aServersOwnTroubleIsAFailure(int status) throws Exception {
    try (var server = new TestingJudgeServer(respond(status, "oops"))) {
      assertThat(ask(server)).isEqualTo(new Reply.Failed(server.base() + " answered " + status));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\":{\"message\":\"key-1 is wrong\",\"code\":\"invalid_api_key\"}} | code=invalid_api_key; check the profile's api_key",
        "403 | {} | 403; check the profile's api_key",
        "404 | {\"object\":\"error\",\"message\":\"The model x does not exist\",\"type\":\"NotFoundError\",\"param\":null,\"code\":404} | type=NotFoundError; check the profile's model 'prometheus-7b'",
        "400 | {\"error\":{\"code\":\"model_not_found\"}} | check the profile's model",
        "429 | {\"error\":{\"code\":\"insufficient_quota\"}} | check the account's quota",
        "302 | {} | such as /v1",
        "405 | {} | such as /v1"
      })
  void aWrongKeyModelOrPathIsTheSettingsFaultAndSaysWhatToCheck(
      int status, String body, String says) throws Exception {
    try (var server =
        new TestingJudgeServer(respond(status, body, "Location: http://127.0.0.1:1/"))) {
      assertThat(ask(server))
          .isInstanceOfSatisfying(
              Reply.Misconfigured.class,
              reply ->
                  assertThat(reply.detail())
                      .startsWith(server.base() + " answered " + status)
                      .contains(says)
                      .doesNotContain("key-1", "does not exist"));
      assertThat(server.exchanges()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
        "{\"error\":{\"message\":\"whatever\",\"type\":\"BadRequestError\",\"param\":\"input_tokens\",\"code\":400}}",
        "{\"error\":{\"message\":\"whatever\",\"type\":\"BadRequestError\",\"param\":\"input_text\",\"code\":400}}",
        "{\"error\":{\"message\":\"'max_tokens' or 'max_completion_tokens' is too large: 1024. This model's maximum context length is 4096 tokens and your request has 3500 input tokens (1024 > 4096 - 3500).\",\"type\":\"BadRequestError\",\"param\":\"max_tokens\",\"code\":400}}",
        "{\"error\":{\"message\":\"whatever\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
        "{\"error\":{\"code\":400,\"message\":\"whatever\",\"type\":\"exceed_context_size_error\",\"n_ctx\":4096}}"
      })
  void aPromptOverTheContextIsKnownInEveryShape(String body) throws Exception {
    try (var server = new TestingJudgeServer(respond(400, body))) {
      assertThat(ask(server))
          .isInstanceOfSatisfying(
              Reply.Refused.class,
              refused -> {
                assertThat(refused.contextTooLong()).isTrue();
                assertThat(refused.body()).isEqualTo(body);
                assertThat(refused.detail()).doesNotContain("whatever", "requested");
              });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"object\":\"error\",\"message\":\"top_p must be in (0, 1]\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
        "400 | {\"error\":{\"message\":\"the maximum context length of life\",\"param\":\"temperature\",\"code\":400}}",
        "400 | {\"error\":{\"message\":\"max_tokens must be at least 1\",\"param\":\"max_tokens\",\"code\":400}}",
        "422 | {}",
        "400 | no json"
      })
  void anyOtherBadRequestIsRefused(int status, String body) throws Exception {
    try (var server = new TestingJudgeServer(respond(status, body))) {
      assertThat(ask(server))
          .isInstanceOfSatisfying(
              Reply.Refused.class, refused -> assertThat(refused.contextTooLong()).isFalse());
    }
  }

  @Test
  void aHangEndsAtTheDeadlineAndClosesTheConnection() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (var server =
        new TestingJudgeServer(TestingJudgeServer.hang(new CountDownLatch(1), closed))) {
      assertThat(ask(server, SHORT))
          .isEqualTo(new Reply.Failed(server.base() + " gave no whole answer within 5000 ms"));
      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aBodyThatTricklesEndsAtTheDeadlineToo() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Behaviour trickle =
        exchange -> {
          exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"cho");
          exchange.awaitClose();
          closed.countDown();
        };
    try (var server = new TestingJudgeServer(trickle)) {
      assertThat(ask(server, SHORT)).isInstanceOf(Reply.Failed.class);
      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anInterruptCancelsTheCallAndClosesTheConnection() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (var server = new TestingJudgeServer(TestingJudgeServer.hang(started, closed))) {
      AtomicBoolean interrupted = new AtomicBoolean();
      Thread asking =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  ask(server);
                } catch (InterruptedException e) {
                  interrupted.set(true);
                }
              });
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
      asking.interrupt();
      asking.join();
      assertThat(interrupted).isTrue();
      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aResetIsAFailure() throws Exception {
    try (var server = new TestingJudgeServer(TestingJudgeServer.reset())) {
      assertThat(ask(server)).isInstanceOf(Reply.Failed.class);
    }
  }

  @Test
  void aConnectionThatIsClosedInsteadOfAnAnswerIsSaidInWords() throws Exception {
    try (var server = new TestingJudgeServer(exchange -> exchange.socket().close())) {
      assertThat(ask(server))
          .isInstanceOfSatisfying(
              Reply.Failed.class,
              failed ->
                  assertThat(failed.detail())
                      .endsWith(" closed the connection before it had answered"));
    }
  }

  @Test
  void aTruncatedBodyIsAFailure() throws Exception {
    Behaviour truncate =
        exchange -> exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + GOOD);
    try (var server = new TestingJudgeServer(truncate)) {
      assertThat(ask(server)).isInstanceOf(Reply.Failed.class);
    }
  }

  @Test
  void whatIsNoHttpIsAFailureThatQuotesNothing() throws Exception {
    try (var server = new TestingJudgeServer(exchange -> exchange.send("SSH-2.0-secret\r\n\r\n"))) {
      assertThat(ask(server))
          .isInstanceOfSatisfying(
              Reply.Failed.class, reply -> assertThat(reply.detail()).doesNotContain("secret"));
    }
  }

  @Test
  void aHugeBodyIsNotRead() throws Exception {
    Behaviour flood =
        exchange -> {
          exchange.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
          String chunk = " ".repeat(1 << 20);
          for (int i = 0; i < 1000; i++) {
            exchange.send(chunk);
          }
        };
    try (var server = new TestingJudgeServer(flood)) {
      assertThat(ask(server)).isInstanceOf(Reply.Failed.class);
    }
  }

  @Test
  void aClosedPortIsUnreachable() throws Exception {
    URI base;
    try (var closed = new ServerSocket(0)) {
      base = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/v1");
    }
    assertThat(ask(base, LONG)).isInstanceOf(Reply.Unreachable.class);
  }

  @Test
  void anUnknownHostIsUnreachable() throws Exception {
    assertThat(ask(URI.create("http://judge.invalid:8000/v1"), LONG))
        .isInstanceOfSatisfying(
            Reply.Unreachable.class,
            reply -> assertThat(reply.detail()).contains("http://judge.invalid:8000/v1"));
  }

  @Test
  void everyCallIsCountedAsEffort() throws Exception {
    try (var server = new TestingJudgeServer(respond(500, ""))) {
      Question question = question();
      HttpEndpoint endpoint = endpoint(server.base(), LONG);
      endpoint.ask(question);
      endpoint.ask(question);
      assertThat(question.effort().calls()).isEqualTo(2);
      assertThat(question.effort().sinceFirstCall()).isPositive();
    }
  }

  @Test
  void anEndpointsNameHoldsNoCredentials() {
    assertThat(HttpEndpoint.name(URI.create("https://user:password@judge:8443/v1/?key=1")))
        .isEqualTo("https://judge:8443/v1");
  }

  @Test
  void aKeyThatNoHeaderMayHoldIsRefusedWithoutBeingShown() {
    URI base = URI.create("http://judge/v1");
    JudgeProfile profile = TestingProfiles.profile(LONG, 1.0, new Secret("sk-secret\n"), base);
    assertThatThrownBy(
            () -> new HttpEndpoint(client, base, "p", profile, new ChatCompletions(profile), CLOCK))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("judge.profiles.p.api_key")
        .hasMessageNotContaining("sk-secret");
  }

  @Test
  void aQuestionIsPrintedWithoutItsPrompt() {
    assertThat(question().toString()).doesNotContain("Prompt").contains("characters");
  }

  private Reply ask(TestingJudgeServer server) throws InterruptedException {
    return ask(server.base(), LONG);
  }

  private Reply ask(TestingJudgeServer server, Duration deadline) throws InterruptedException {
    return ask(server.base(), deadline);
  }

  private Reply ask(URI base, Duration deadline) throws InterruptedException {
    return endpoint(base, deadline).ask(question());
  }

  private HttpEndpoint endpoint(URI base, Duration deadline) {
    JudgeProfile profile = TestingProfiles.profile(deadline, base);
    return new HttpEndpoint(
        client, base, "prometheus", profile, new ChatCompletions(profile), CLOCK);
  }

  private static Question question() {
    return new Question(
        Prompt.Chat.user("Prompt \"ü👍\n"),
        new Sampling(1, 1024),
        new Effort(3, Duration.ofMinutes(1), MonotonicClock.system()),
        Priority.MONITORING,
        null,
        AskingTrace.NONE,
        TraceContext.NONE);
  }

  private static Answer.Written written(Reply reply) {
    return (Answer.Written) ((Reply.Answered) reply).answers().getFirst();
  }

  private static JudgeProfile withoutPenalty(URI base) {
    JudgeProfile full = TestingProfiles.profile(LONG, 1.0, Secret.NONE, base);
    return new JudgeProfile(
        full.kind(),
        full.endpoints(),
        full.model(),
        full.promptVariant(),
        full.apiKey(),
        full.temperature(),
        full.topP(),
        0,
        full.maxTokens(),
        full.concurrency(),
        full.callTimeout(),
        full.maxAttempts(),
        full.retryBudget(),
        full.backoff(),
        full.maxBackoff(),
        full.standIn(),
        full.pool(),
        full.asking());
  }
}
