package io.gavel.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.TestRecords;
import io.gavel.config.GetRewardConfig;
import io.gavel.config.Role;
import io.gavel.config.Secret;
import io.gavel.config.WebConfig;
import io.gavel.config.WebTlsConfig;
import io.gavel.health.Health;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.ScoreBucket;
import io.gavel.schema.ScoreWindow;
import io.gavel.web.RefusedException;
import io.gavel.web.Routes;
import io.gavel.web.TestingBrowser;
import io.gavel.web.WebServer;
import io.gavel.web.api.feedback.FeedbackRoutes;
import io.gavel.web.api.feedback.FeedbackSource;
import io.gavel.web.api.flow.FunnelRoutes;
import io.gavel.web.api.flow.FunnelSource;
import io.gavel.web.api.flow.PoolRoutes;
import io.gavel.web.api.flow.PoolSource;
import io.gavel.web.api.series.AlertRoutes;
import io.gavel.web.api.series.AlertSource;
import io.gavel.web.api.series.SeriesRoutes;
import io.gavel.web.api.series.SeriesSource;
import io.gavel.web.api.series.Standings;
import io.gavel.web.peer.Peers;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The API's answers over HTTP, of what the test says.
final class ApiTest {
  private static final Secret TOKEN = Secret.NONE;
  private static final Instant AT = TestRecords.CREATED_AT;
  private static final String HOSTILE =
      "<script>alert(1)</script> \u0000\u0007\u202e\u2028 \"quoted\" \\ \ud83d\ude00 "
          + "line ".repeat(40_000);

  private final List<AutoCloseable> closing = new ArrayList<>();
  private double calls;
  private double tokens;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : closing.reversed()) {
      each.close();
    }
  }

  private TestingBrowser asking(Routes... routes) {
    TestingBrowser browser = new TestingBrowser(serving(routes).address());
    closing.add(browser);
    return browser;
  }

  private WebServer serving(Routes... routes) {
    WebServer server = WebServer.start(WebConfig.at("127.0.0.1:0"), List.of(routes));
    closing.add(server);
    return server;
  }

  private OtherWorkers others(URI... workers) {
    Peers peers =
        new Peers(
            new WebConfig(
                "127.0.0.1:0",
                "",
                List.of(workers),
                TOKEN,
                WebTlsConfig.OFF,
                WebConfig.REQUESTS_PER_SECOND,
                GetRewardConfig.OFF),
            () -> "self:1",
            Set::of);
    closing.add(peers);
    return peers;
  }

  /// Another worker is waited for only so long, and then left out.
  private static void awaitAnswer(ThrowingRunnable asserted) {
    await().atMost(Duration.ofMinutes(1)).untilAsserted(asserted);
  }

  private static SeriesRoutes series(String model, OtherWorkers others) {
    return new SeriesRoutes(
        List.of(Duration.ofMinutes(1), Duration.ofHours(1)),
        (size, points, most) -> List.of(found(model, size)),
        Standings.UNKNOWN,
        others);
  }

  private static SeriesSource.Found found(String model, Duration size) {
    ScoreWindow window =
        ScoreWindow.newBuilder()
            .setApplication("support")
            .setModel(model)
            .setRubricId("tone")
            .setWindowStart(AT)
            .setWindowEnd(AT.plus(size))
            .setCount(3)
            .setWeight(3)
            .setEffectiveSampleSize(3)
            .setMean(4.5)
            .setStandardError(Double.NaN)
            .setBuckets(List.of(new ScoreBucket(1, 0L, 0.0), new ScoreBucket(2, 3L, 3.0)))
            .setDeadLetters(0)
            .setDeadLetterShare(0.25)
            .setStandIn(true)
            .build();
    return new SeriesSource.Found("support/" + model + "/tone", window, List.of(window));
  }

  @Test
  void aSeriesIsToldWithItsWindows() {
    JsonNode answer = asking(series("m", OtherWorkers.NONE)).json("/api/series");

    assertThat(answer.path("window").asText()).isEqualTo("1m");
    assertThat(answer.path("missing")).isEmpty();
    JsonNode one = answer.path("series").path(0);
    assertThat(one.toString())
        .isEqualTo(
            """
            {"key":"support/m/tone","application":"support","model":"m","rubric_id":"tone",\
            "tags":{},"overflow":false,"stand_in":true,"scale":{"minimum":1,"maximum":2},"count":3,\
            "comparisons":0,"mean":4.5,"standard_error":null,"dead_letter_share":0.25,"unreadable_share":null,\
            "levels":[{"score":1,"weight":0.0},{"score":2,"weight":3.0}],"baseline":null,\
            "standing":"gathering","judge":false,"points":[{"start":"2026-11-22T10:00:00Z",\
            "end":"2026-11-22T10:01:00Z","count":3,"mean":4.5,"standard_error":null,\
            "dead_letter_share":0.25}]}\
            """);
  }

  @Test
  void howASeriesStandsIsToldWithItsBaseline() {
    SeriesRoutes routes =
        new SeriesRoutes(
            List.of(Duration.ofMinutes(1)),
            (size, points, most) -> List.of(found("m", size)),
            key ->
                new Standings.Standing(
                    Standings.State.ALERT,
                    new Standings.Baseline(3.9, Standings.Baseline.Kind.PINNED),
                    true),
            OtherWorkers.NONE);

    JsonNode one = asking(routes).json("/api/series").path("series").path(0);

    assertThat(one.path("standing").asText()).isEqualTo("alert");
    assertThat(one.path("baseline").toString()).isEqualTo("{\"mean\":3.9,\"kind\":\"pinned\"}");
    assertThat(one.path("judge").asBoolean()).isTrue();
  }

  @Test
  void seriesOfAllWorkersAreToldAndWhoDidNotAnswerIsNamed() {
    URI other = serving(series("b", OtherWorkers.NONE)).address();
    URI gone = URI.create("http://127.0.0.1:9");

    TestingBrowser browser = asking(series("a", others(other, gone)));

    awaitAnswer(() -> {
      JsonNode answer = browser.json("/api/series?window=1h");
      assertThat(answer.path("series").findValuesAsText("key"))
          .containsExactly("support/a/tone", "support/b/tone");
      assertThat(answer.path("missing").toString()).isEqualTo("[\"127.0.0.1:9\"]");
    });
  }

  @Test
  void whoIsAskedForItsOwnAsksNobody() {
    OtherWorkers never =
        path -> {
          throw new AssertionError("asked for " + path);
        };

    assertThat(asking(series("a", never)).json("/api/series?local=true").path("series")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/series?window=2m|window must be one of 1m, 1h",
        "/api/series?points=0|points must be a whole number from 1 to 1500",
        "/api/series?points=99999999999|points must be a whole number from 1 to 1500",
        "/api/series?points=1&points=2|points must be given once",
        "/api/series?local=yes|local must be one of false, true",
        "/api/series?size=1m|the parameter 'size' must be one of local, points, window",
        "/api/alerts?limit=501|limit must be a whole number from 1 to 500",
        "/api/feedback?limit=-1|limit must be a whole number from 1 to 500",
        "/api/feedback/x?a=1|the parameter 'a' must be left out: this path takes none",
      })
  void aParameterThatIsNotAllowedIsNamed(String path, String error) {
    HttpResponse<String> answer =
        asking(series("m", OtherWorkers.NONE), alerts(), new FeedbackRoutes(feedback())).get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualToIgnoringWhitespace("{\"error\": \"" + error + "\"}");
  }

  @Test
  void whatIsNotThereNowIsAskedForAgain() {
    SeriesRoutes moving =
        new SeriesRoutes(
            List.of(Duration.ofMinutes(1)),
            (size, points, most) -> {
              throw RefusedException.notNow("they move; ask again");
            },
            Standings.UNKNOWN,
            OtherWorkers.NONE);

    HttpResponse<String> answer = asking(moving).get("/api/series");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("they move; ask again");
  }

  private static AlertRoutes alerts() {
    Alert alert =
        Alert.newBuilder()
            .setAlertId("a1")
            .setState(AlertState.RAISED)
            .setMoved("mean")
            .setApplication("support")
            .setModel(HOSTILE)
            .setRubricId("tone")
            .setBaseline(4)
            .setCurrent(3)
            .setEvidence(200)
            .setThreshold(100)
            .setSince(AT)
            .setRaisedAt(AT)
            .setExamples(List.of("r1"))
            .setSummary("It fell.")
            .setStandIn(true)
            .build();
    return new AlertRoutes(limit -> List.of(new AlertSource.Told(alert, "k", AT.plusSeconds(5))));
  }

  @Test
  void anAlertIsTold() {
    JsonNode alert = asking(alerts()).json("/api/alerts").path("alerts").path(0);

    assertThat(alert.path("state").asText()).isEqualTo("raised");
    assertThat(alert.path("model").asText()).isEqualTo(HOSTILE);
    assertThat(alert.path("changed_at").asText()).isEqualTo("2026-11-22T10:00:05Z");
    assertThat(alert.path("examples").path(0).asText()).isEqualTo("r1");
  }

  private static FeedbackSource feedback() {
    JudgeRequest request =
        TestRecords.judgeRequest("g")
            .setGeneration(TestRecords.generation("g").setResponse(HOSTILE).build())
            .build();
    Feedback feedback =
        Feedback.newBuilder()
            .setRequestId("r<1>/2")
            .setGenerationId("g")
            .setApplication("support")
            .setModel("m")
            .setGeneratedAt(AT)
            .setRubricId("tone")
            .setRubricVersion(1)
            .setScore(4)
            .setFeedback(HOSTILE)
            .setFlags(List.of("prompt_injection"))
            .setJudgement(TestRecords.judgement(4))
            .build();
    return new FeedbackSource() {
      @Override
      public List<Feedback> newest(Predicate<Feedback> wanted, int limit) {
        return wanted.test(feedback) ? List.of(feedback) : List.of();
      }

      @Override
      public Optional<Whole> find(String requestId) {
        return requestId.equals("r<1>/2")
            ? Optional.of(new Whole(feedback, Optional.of(request)))
            : Optional.empty();
      }
    };
  }

  @Test
  void hostileTextIsTextAndIsCutInAListAlone() {
    TestingBrowser browser = asking(new FeedbackRoutes(feedback()));

    JsonNode listed = browser.json("/api/feedback").path("feedback").path(0);
    JsonNode whole = browser.json("/api/feedback/r%3C1%3E%2F2");

    assertThat(browser.get("/api/feedback").headers().firstValue("Content-Type"))
        .hasValue("application/json");
    assertThat(listed.path("feedback").asText())
        .hasSize(4_001)
        .startsWith(HOSTILE.substring(0, 4_000))
        .endsWith("…");
    assertThat(whole.path("feedback").asText()).isEqualTo(HOSTILE);
    assertThat(whole.path("response").asText()).isEqualTo(HOSTILE);
    assertThat(whole.path("score").asInt()).isEqualTo(4);
    assertThat(whole.path("scale").toString()).isEqualTo("{\"minimum\":1,\"maximum\":5}");
    assertThat(whole.path("compared_response").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "application=support&model=m&rubric=tone&flag=prompt_injection, 1",
    "application=other, 0",
    "model=other, 0",
    "rubric=other, 0",
    "flag=other, 0",
    "application=, 1",
  })
  void feedbackIsChosenByWhatIsAsked(String query, int count) {
    assertThat(
            asking(new FeedbackRoutes(feedback())).json("/api/feedback?" + query).path("feedback"))
        .hasSize(count);
  }

  @Test
  void feedbackThatIsNotHeldIsNotFound() {
    HttpResponse<String> answer = asking(new FeedbackRoutes(feedback())).get("/api/feedback/none");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("only the newest is");
  }

  private PoolRoutes pool(String workerId, OtherWorkers others) {
    return new PoolRoutes(
        workerId,
        () ->
            new PoolSource.Pool(
                List.of(
                    new PoolSource.Endpoint(
                        "prometheus", "http://judge/v1", "closed", 8, 3, calls, tokens, true)),
                2,
                0),
        others);
  }

  @Test
  void thePoolIsToldWithItsRatesAndThatOfOtherWorkersBesideIt() {
    PoolRoutes other = pool("two", OtherWorkers.NONE);
    PoolRoutes own = pool("one", others(serving(other).address()));
    for (int second = 0; second < 20; second++) {
      own.sample(second * 1_000_000_000L);
      calls += 5;
      tokens += 1_000;
    }

    TestingBrowser browser = asking(own);

    awaitAnswer(() -> {
      JsonNode answer = browser.json("/api/pool");
      assertThat(answer.path("in_flight").asInt()).isEqualTo(6);
      assertThat(answer.path("limit").asInt()).isEqualTo(16);
      assertThat(answer.path("waiting").asInt()).isEqualTo(4);
      assertThat(answer.path("endpoints").findValuesAsText("worker_id"))
          .containsExactly("one", "two");
      JsonNode endpoint = answer.path("endpoints").path(0);
      assertThat(endpoint.path("calls_per_second").asDouble()).isEqualTo(5);
      assertThat(endpoint.path("tokens_per_second").asDouble()).isEqualTo(1_000);
    });
  }

  @Test
  void theFunnelAddsUpAllWorkers() {
    FunnelSource counts =
        () ->
            new FunnelSource.Funnel(
                Map.of("judged", 5L, "no_policy", 1L), 7, 6, Map.of("unreadable_answer", 1L), 2);
    FunnelSource.Lags lags = () -> List.of(new FunnelSource.Lag("judge", 4, 1.5));
    URI other = serving(new FunnelRoutes(counts, lags, OtherWorkers.NONE)).address();

    TestingBrowser browser = asking(new FunnelRoutes(counts, lags, others(other)));

    awaitAnswer(() ->
        assertThat(browser.json("/api/funnel").toString())
            .isEqualTo(
                """
                {"generations":{"judged":10,"no_policy":2},"judge_requests":14,"feedback":12,\
                "dead_letters":{"unreadable_answer":2},"waiting":4,\
                "lag":[{"role":"judge","records":4,"seconds":1.5}],"missing":[]}\
                """));
  }

  @Test
  void aWorkerTellsWhichItIs() {
    JsonNode answer =
        asking(
                new WorkerRoutes(
                    new WorkerRoutes.Identity("1.0", "w", List.of(Duration.ofMinutes(1)), AT),
                    () -> Map.of(Role.MONITOR, Health.waiting("no broker"))))
            .json("/api/worker");

    assertThat(answer.toString())
        .isEqualTo(
            """
            {"version":"1.0","worker_id":"w","roles":["monitor"],"health":{"monitor":{"state":\
            "waiting","detail":"no broker"}},"window_sizes":["1m"],\
            "started_at":"2026-11-22T10:00:00Z"}\
            """);
  }
}
