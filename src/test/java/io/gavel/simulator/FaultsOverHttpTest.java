package io.gavel.simulator;

import static io.gavel.simulator.TestingClient.PROMPT;
import static io.gavel.simulator.TestingClient.chat;
import static io.gavel.simulator.TestingClient.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every fault, as a client sees it.
@Timeout(180)
class FaultsOverHttpTest {
  private final TestingClient client = new TestingClient();
  private SimulatedPool pool;

  /// So that there is one in any case; [#start] puts another in its place.
  @BeforeEach
  void startAny() throws IOException {
    pool = SimulatedPool.start(SimulatorSettings.defaults());
  }

  private URI start(Map<String, String> settings, String... faults) throws IOException {
    pool.close();
    pool = SimulatedPool.start(SimulatorSettings.of(settings, faults));
    return pool.endpoints().getFirst();
  }

  private URI start(String... faults) throws IOException {
    return start(
        Map.of(
            "replicas", "2",
            "timing", "latency",
            "latency.median", "0s",
            "serving.retry_after", "3s"),
        faults);
  }

  private ReplicaStatus first() {
    return pool.status().getFirst();
  }

  private static List<Fault> faults(String... texts) {
    return Stream.of(texts).map(Fault::parse).toList();
  }

  @AfterEach
  void close() {
    client.close();
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({
    "error-401, 401, application/json, Unauthorized",
    "error-404, 404, application/json, does not exist",
    "error-429, 429, application/json, Too many requests",
    "error-500, 500, application/json, InternalServerError",
    "error-502, 502, text/html, <h1>502 Bad Gateway</h1>",
    "error-503, 503, application/json, queue is full"
  })
  void anErrorHasItsStatusAndItsBody(String fault, int status, String type, String body)
      throws Exception {
    HttpResponse<String> response = client.ask(start(fault), chat(PROMPT));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(response.headers().firstValue("X-Gavel-Stand-In")).hasValue("true");
    assertThat(response.headers().firstValue("Retry-After").isPresent())
        .isEqualTo(status == 429 || status == 503);
    assertThat(response.body()).contains(body);
    assertThat(first().counts().refused()).isOne();
  }

  @Test
  void aHangIsNeverAnsweredAndTakesNoSlot() throws Exception {
    URI endpoint = start("hang");
    CompletableFuture<HttpResponse<String>> call = client.begin(endpoint, PROMPT);
    await().until(() -> first().counts().broken() == 1);

    assertThat(client.get(endpoint + "/models").statusCode()).isEqualTo(200);
    assertThat(call).isNotDone();
    assertThat(first().load().running()).isZero();

    call.cancel(true);
    await().until(() -> first().connections() <= 1);
  }

  @ParameterizedTest
  @CsvSource({"reset, Connection reset", "truncate, EOF reached while reading"})
  void aBrokenConnectionIsAnIoError(String fault, String message) throws Exception {
    URI endpoint = start(fault);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> client.ask(endpoint, chat(PROMPT)))
        .withStackTraceContaining(message);
    assertThat(first().counts().broken()).isOne();
  }

  @Test
  void cutJsonIsAWholeResponseThatCannotBeRead() throws Exception {
    HttpResponse<String> response = client.ask(start("cut-json"), chat(PROMPT));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThatExceptionOfType(JsonProcessingException.class)
        .isThrownBy(() -> TestingClient.json(response));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-score   | Feedback: Stand-in judge, no model: [^\\[]*\\.",
        "two-scores | Feedback: .* \\[RESULT] 3 and then again \\[RESULT] 4",
        "nonsense   | Stand-in, no model: colourless [^\\[]*",
        "empty      | ''"
      })
  void anUnreadableAnswerComesWithStatus200(String fault, String pattern) throws Exception {
    HttpResponse<String> response = client.ask(start(fault), chat(PROMPT));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(content(response)).matches(pattern);
  }

  @Test
  void theSameSeedAndPromptsMeetTheSameFaultsAtWhicheverReplica() throws Exception {
    List<List<Integer>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      start("error-500:rate=0.3", "error-429:rate=0.3");
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        URI endpoint = pool.endpoints().get((i + run) % 2);
        statuses.add(client.ask(endpoint, chat("prompt " + i % 40)).statusCode());
      }
      runs.add(statuses);
      pool.close();
    }

    assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains(200, 429, 500);
    assertThat(runs.get(0).subList(0, 20)).isNotEqualTo(runs.get(0).subList(40, 60));
  }

  @Test
  void aReplicaThatIsDownOpensTheSamePortAgainWhenItsTimeIsOver() throws Exception {
    // Long enough to be seen, however busy the machine is.
    URI endpoint = start("down:to=6s,replica=1");

    assertThat(first().state()).isEqualTo(ReplicaStatus.State.DOWN);
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> client.get(endpoint + "/models"));
    assertThat(client.get(pool.endpoints().get(1) + "/models").statusCode()).isEqualTo(200);

    await().until(() -> first().state() == ReplicaStatus.State.UP);
    assertThat(client.get(endpoint + "/models").statusCode()).isEqualTo(200);
  }

  @Test
  void aStoppedReplicaStaysStoppedWhenAFaultIsOver() throws Exception {
    start();
    pool.stop(1);
    pool.faults(faults("down"));
    assertThat(pool.status())
        .extracting(ReplicaStatus::state)
        .doesNotContain(ReplicaStatus.State.UP);

    pool.faults(List.of());
    assertThat(pool.status())
        .extracting(ReplicaStatus::state)
        .containsExactly(ReplicaStatus.State.STOPPED, ReplicaStatus.State.UP);

    pool.faults(faults("down"));
    pool.start(1);
    assertThat(first().state()).isEqualTo(ReplicaStatus.State.DOWN);
  }

  @Test
  void halfTheCapacityIsHalfTheSlotsWhateverTheyAre() throws Exception {
    start(Map.of("replicas", "1", "serving.slots", "8"), "capacity:factor=0.5");
    assertThat(first().load().slots()).isEqualTo(4);

    pool.slots(1, 20);
    assertThat(first().load().slots()).isEqualTo(10);

    pool.faults(List.of());
    assertThat(first().load().slots()).isEqualTo(20);
  }

  @Test
  void aSlowReplicaTakesSoManyTimesLonger() throws Exception {
    Map<String, String> settings =
        Map.of(
            "replicas", "2",
            "timing", "latency",
            "latency.median", "40ms",
            "latency.spread", "0");
    start(settings, "slow:factor=10,replica=1");

    long start = System.nanoTime();
    client.ask(pool.endpoints().getFirst(), chat(PROMPT));
    Duration slow = Duration.ofNanos(System.nanoTime() - start);

    assertThat(slow).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    assertThat(pool.status().get(1).load().slots()).isEqualTo(64);
  }

  @Test
  void aBiasedJudgeGivesOtherScores() throws Exception {
    URI endpoint = start(Map.of("timing", "latency", "latency.median", "0s", "answers.bias", "-2"));

    assertThat(content(client.ask(endpoint, chat(PROMPT)))).endsWith("[RESULT] 1");
  }
}
