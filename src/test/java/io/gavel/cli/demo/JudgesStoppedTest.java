package io.gavel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.judge.pool.BreakerState;
import io.gavel.local.JudgeChoice;
import io.gavel.local.LiveTraffic;
import io.gavel.local.LocalSystem;
import io.gavel.local.SampleTask;
import io.gavel.local.SampleTraffic;
import io.gavel.metric.Catalogue;
import io.gavel.schema.Generation;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The demo, whole, while its judges are stopped and started as its reader is told to.
@Timeout(600)
class JudgesStoppedTest {
  private static final String NO_JUDGE = "no judge answers: requests wait in Kafka, none is lost";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Tally tally = new Tally();
  private final StringWriter out = new StringWriter();
  private final Deque<Scene> scenes = new ArrayDeque<>();
  private boolean sending = true;
  private Optional<String> group = Optional.empty();
  private Tally.Counts remembered = tally.counts();

  /// What is done once something has come true.
  private record Scene(BooleanSupplier once, Runnable then) {}

  @Test
  void scoresGoOnThroughTheOtherJudgeAndPauseWithoutAnyAndNothingIsLost() throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (LocalSystem system =
            LocalSystem.start(
                Path.of(System.getProperty("gavel.home", "")).resolve("target/registry"),
                new JudgeChoice.StandIns(2, 19),
                (part, address, took) -> {});
        RecordPublisher publisher = new Cluster(system.config()).publisher();
        OutcomeReader reader =
            new OutcomeReader(
                new Cluster(system.config()).consumer(),
                new Cluster(system.config()).serdes(),
                system.config().topics().prefix(),
                tally)) {
      List<SampleTask> tasks = SampleTraffic.tasks();
      SamplePublisher sample = new SamplePublisher(publisher);
      sample.publishRules(tasks);
      system.startWorker(meters);
      LiveTraffic traffic = new LiveTraffic(tasks, 19, 20, Instant.now(), Duration.ofHours(1));
      play(system, meters);

      new DemoRun(
              new Screen(new PrintWriter(out), false, new Style(false, true), () -> 100),
              InstantSource.system(),
              tally,
              reader,
              generation ->
                  sample.publish(Topic.GENERATIONS, generation.getGenerationId(), generation),
              meters,
              system::judgeEndpoints,
              () -> {
                assertThat(system.workerFailure()).isEmpty();
                return next();
              })
          .forever(List.of(), () -> next(traffic));
    }

    Tally.Counts counts = tally.counts();
    assertThat(counts.balanced()).as(counts.toString()).isTrue();
    assertThat(counts.duplicates()).isZero();
    assertThat(tally.deadLetters())
        .allMatch(letter -> letter.getReason().equals("context_too_long"));
    assertThat(out.toString().lines().map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d  ", "")))
        .containsSubsequence(
            "judge 1 is left alone, its breaker is open: the scores go on through the one left",
            "judge 2 is left alone, its breaker is open",
            NO_JUDGE)
        .contains(
            "judge 1 answers again, its breaker is closed",
            "judge 2 answers again, its breaker is closed: what waited is judged now");
  }

  private void play(LocalSystem system, MeterRegistry meters) {
    URI control = system.judgesControl().orElseThrow();
    scene(() -> tally.counts().feedback() >= 20, () -> post(control, "/judges/1/stop"));
    scene(() -> open(system) == 1 && isSaid("judge 1 is left alone"), this::remember);
    scene(
        () -> tally.counts().feedback() >= remembered.feedback() + 20,
        () -> post(control, "/judges/2/stop"));
    scene(() -> isSaid(NO_JUDGE), this::remember);
    scene(() -> stoodStillFor(40), () -> post(control, "/judges/2/start"));
    scene(
        () -> open(system) == 1 && isSaid("judge 2 answers again"),
        () -> post(control, "/judges/1/start"));
    scene(() -> open(system) == 0 && isSaid("judge 1 answers again"), () -> sending = false);
    scene(
        () -> settled(meters) && tally.counts().open() == 0,
        () -> assertThat(tally.counts().feedback()).isGreaterThan(remembered.feedback() + 40));
  }

  private void scene(BooleanSupplier once, Runnable then) {
    scenes.add(new Scene(once, then));
  }

  /// Plays the next scene when its time has come; false after the last.
  private boolean next() {
    Scene scene = scenes.peek();
    if (scene != null && scene.once().getAsBoolean()) {
      scenes.remove();
      scene.then().run();
    }
    return !scenes.isEmpty();
  }

  /// Stops between groups only: a candidate whose other one is never sent would be a dead letter.
  private Generation next(LiveTraffic traffic) {
    Generation generation = traffic.next();
    boolean begun = group.isPresent() && group.equals(generation.getCandidateGroup());
    group = generation.getCandidateGroup();
    return sending || begun
        ? generation
        : Generation.newBuilder(generation).setCreatedAt(Instant.MAX).build();
  }

  /// Whether every generation became its requests, or is counted as not to be judged.
  private boolean settled(MeterRegistry meters) {
    double notToBeJudged =
        Stream.of("no_policy", "filtered", "not_sampled")
            .flatMap(outcome ->
                meters
                    .find(Catalogue.GENERATIONS.name())
                    .tag("outcome", outcome)
                    .counters()
                    .stream())
            .mapToDouble(Counter::count)
            .sum();
    return tally.counts().unsettled() == notToBeJudged;
  }

  private void remember() {
    remembered = tally.counts();
  }

  /// Whether no outcome came while so many requests did. What was answered before a judge stopped
  /// may still be published for a while.
  private boolean stoodStillFor(long requests) {
    Tally.Counts now = tally.counts();
    if (now.feedback() != remembered.feedback() || now.deadLetters() != remembered.deadLetters()) {
      remember();
    }
    return now.judgeRequests() - remembered.judgeRequests() >= requests;
  }

  /// The demo looks at the judges now and then; what one look finds it says together.
  private boolean isSaid(String words) {
    return out.toString().contains(words);
  }

  private static long open(LocalSystem system) {
    return system.judgeEndpoints().stream()
        .filter(judge -> judge.state() != BreakerState.CLOSED)
        .count();
  }

  private void post(URI control, String path) {
    try {
      int status =
          client
              .send(
                  HttpRequest.newBuilder(control.resolve(path))
                      .POST(BodyPublishers.noBody())
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      assertThat(status).isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
