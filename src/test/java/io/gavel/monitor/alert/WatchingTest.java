package io.gavel.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.monitor.Outcomes;
import io.gavel.monitor.drift.DriftSettings;
import io.gavel.monitor.window.JudgeHealth;
import io.gavel.monitor.window.Series;
import io.gavel.monitor.window.WindowAggregate;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.ObservedScore;
import io.gavel.schema.WatchedSeries;
import io.gavel.streams.InternalSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WatchingTest {
  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final Series SERIES =
      new Series("support-assistant", "heron-8b", "resolution", new TreeMap<>());

  private final Watching watching = new Watching(DriftSettings.DEFAULTS);
  private final InternalSerde<WatchedSeries> serde = InternalSerde.of(WatchedSeries.class);
  private final List<Alert> said = new ArrayList<>();
  private SeriesWatch watch = watching.begin(SERIES);
  private int minute;

  @Test
  void aFallOfTheMeanIsOneAlertWhoseDistributionJoinsIt() {
    SplittableRandom random = new SplittableRandom(3);
    minutes(300, 3.6, random);
    minutes(120, 2.6, random);

    assertThat(said.getFirst().getState()).isEqualTo(AlertState.RAISED);
    assertThat(said.getFirst().getMoved()).isEqualTo("mean");
    assertThat(said.getFirst().getCurrent()).isLessThan(said.getFirst().getBaseline());
    assertThat(said).extracting(Alert::getAlertId).containsOnly(said.getFirst().getAlertId());
    assertThat(said).extracting(Alert::getMoved).containsOnly("mean");
    assertThat(said.get(1).getSummary()).contains("distribution of scores moved as well");
    assertThat(said.stream().filter(it -> it.getState() != AlertState.UPDATED)).hasSize(1);
  }

  @Test
  void anAlertOfTheDistributionIsAboutTheMeanOnceThatHasMoved() {
    for (int i = 0; i < 60; i++) {
      window(2, 2, 3, 3, 3, 3, 3, 3, 4, 4);
    }
    for (int i = 0; i < 10; i++) {
      window(1, 1, 1, 1, 1, 5, 5, 5, 5, 5);
    }
    for (int i = 0; i < 10; i++) {
      window(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    assertThat(said).extracting(Alert::getAlertId).containsOnly(said.getFirst().getAlertId());
    assertThat(said.getFirst().getMoved()).isEqualTo("distribution");
    assertThat(said.getFirst().getSummary())
        .startsWith(
            "The distribution of scores of heron-8b in support-assistant by the rubric resolution changed: the"
                + " share of score ")
        .contains(", and the mean from 3.00 to 3.00 since 2026-");
    assertThat(said.stream().filter(it -> it.getState() == AlertState.RAISED)).hasSize(1);
    assertThat(said.getLast().getMoved()).isEqualTo("mean");
    assertThat(said.getLast().getSummary())
        .startsWith(
            "The mean score of heron-8b in support-assistant by the rubric resolution fell from 2.92 to ")
        .endsWith(", and the distribution of scores moved as well.");
  }

  @Test
  void alertsFollowOneAnotherWhateverComes() {
    int raised = 0;
    for (int seed = 0; seed < 5; seed++) {
      said.clear();
      watch = watching.begin(SERIES);
      minute = 0;
      SplittableRandom random = new SplittableRandom(seed);
      while (minute < 1_200) {
        minutes(60 + random.nextInt(300), 1.5 + 3 * random.nextDouble(), random);
      }
      raised += checkOrder();
    }
    assertThat(raised).isGreaterThan(5);
  }

  /// An alert is raised, perhaps updated, and cleared before the next is raised.
  private int checkOrder() {
    Set<String> seen = new HashSet<>();
    String open = "";
    for (Alert alert : said) {
      assertThat(alert.getState() == AlertState.RAISED).isEqualTo(open.isEmpty());
      if (open.isEmpty()) {
        open = alert.getAlertId();
        assertThat(seen.add(open)).isTrue();
      }
      assertThat(alert.getAlertId()).isEqualTo(open);
      open = alert.getState() == AlertState.CLEARED ? "" : open;
    }
    assertThat(watch.alert().map(OpenAlert::id).orElse("")).isEqualTo(open);
    return seen.size();
  }

  @Test
  void aJudgeThatChangesIsSaidInItsOwnUnits() {
    watch =
        watching.begin(
            new Series(
                JudgeHealth.APPLICATION,
                "judge-7b",
                JudgeHealth.LENGTH,
                new TreeMap<>(Map.of(JudgeHealth.RUBRIC, "clarity"))));
    for (int i = 0; i < 60; i++) {
      lengths(8);
    }
    for (int i = 0; i < 60; i++) {
      lengths(6);
    }

    assertThat(said).extracting(Alert::getAlertId).containsOnly(said.getFirst().getAlertId());
    assertThat(said).extracting(Alert::getMoved).containsOnly("judge_health");
    assertThat(said.getLast().getSummary())
        .startsWith(
            "The judge judge-7b has changed where it judges by the rubric clarity: the length of its words fell from 236 characters to 6")
        .doesNotContain("on a scale")
        .endsWith(", and its distribution moved as well.");
  }

  /// A window of words around a length.
  private void lengths(int level) {
    WindowAggregate window = WindowAggregate.EMPTY;
    for (int i = 0; i < 20; i++) {
      int near = level - 1 + i % 3;
      window =
          window.add(
              Outcomes.observation(near, 1)
                  .setScore(new ObservedScore(near, (double) near, null, 4, 12))
                  .build());
    }
    take(window);
  }

  @Test
  void aWindowThatWasTakenInChangesNothingASecondTime() {
    SplittableRandom random = new SplittableRandom(4);
    minutes(10, 3, random);
    SeriesWatch before = watch;

    Watching.Step step = watching.after(watch, START, window(5, random), START);
    assertThat(step.watch()).isEqualTo(before);
    assertThat(step.alert()).isEmpty();
  }

  @Test
  void ofAScaleOfMoreLevelsThanCanBeWatchedNothingIsSaid() {
    WindowAggregate wide = WindowAggregate.EMPTY;
    for (int i = 0; i < 100; i++) {
      wide =
          wide.add(
              Outcomes.observation(3, 1)
                  .setScore(new ObservedScore(i, (double) i, null, 0, 100))
                  .build());
    }
    Watching.Step step = watching.after(watch, START, wide, START);

    assertThat(step.watch().drift().lastWindow()).isEqualTo(START);
    assertThat(SeriesStanding.of(step.watch()).standing())
        .isEqualTo(SeriesStanding.State.GATHERING);
  }

  /// Windows of a minute of scores around a mean. Between them the memory is written and read back,
  /// which must lose nothing.
  private void minutes(int count, double mean, SplittableRandom random) {
    for (int i = 0; i < count; i++) {
      take(window(mean, random));
    }
  }

  private void window(int... scores) {
    WindowAggregate window = WindowAggregate.EMPTY;
    for (int score : scores) {
      window = window.add(Outcomes.observation(score, 1).build());
    }
    take(window);
  }

  private void take(WindowAggregate window) {
    Instant start = START.plus(Duration.ofMinutes(minute++));
    Watching.Step step = watching.after(watch, start, window, start);
    WatchedSeries record = WatchRecords.record(step.watch());
    SeriesWatch read =
        WatchRecords.watch(serde.deserializer().deserialize("any", serde.encode(record)));
    assertThat(read).isEqualTo(step.watch());
    watch = read;
    step.alert().ifPresent(said::add);
  }

  private static WindowAggregate window(double mean, SplittableRandom random) {
    WindowAggregate window = WindowAggregate.EMPTY;
    for (int i = 0; i < 10; i++) {
      double score = Math.clamp(Math.round(mean + 1.2 * random.nextGaussian()), 1L, 5L);
      window = window.add(Outcomes.observation(score, 1).build());
    }
    return window;
  }
}
