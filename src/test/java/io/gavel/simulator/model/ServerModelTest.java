package io.gavel.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// In virtual time: 100 ms to the first token, 10 ms for every token of the prompt that is not
/// cached, 10 ms a token and 1 ms more for each that runs.
class ServerModelTest {
  private static final double MILLI = 1e6;
  private static final TokenTimes TIMES =
      new TokenTimes(100 * MILLI, 10 * MILLI, 10 * MILLI, 1 * MILLI);
  private static final TokenTimes ALONE = new TokenTimes(100 * MILLI, 0, 10 * MILLI, 0);

  private final List<Finished> finished = new ArrayList<>();
  private long nowNanos;

  private static Job job(int outputTokens) {
    return new Job(Prompt.of(""), outputTokens, Duration.ZERO, 1);
  }

  private static Job latency(long millis) {
    return new Job(Prompt.of(""), 50, Duration.ofMillis(millis), 1);
  }

  /// Goes from event to event, as a runner does.
  private void until(ServerModel model, Duration time) {
    while (true) {
      Duration next = model.next().orElse(Duration.ofDays(1));
      if (next.compareTo(time.minusNanos(nowNanos)) > 0) {
        break;
      }
      nowNanos += next.toNanos();
      finished.addAll(model.advance(nowNanos));
    }
    nowNanos = time.toNanos();
    finished.addAll(model.advance(nowNanos));
  }

  private void until(ServerModel model, long millis) {
    until(model, Duration.ofMillis(millis));
  }

  private List<Long> totalMillis() {
    return finished.stream().map(it -> it.total().toMillis()).toList();
  }

  @Test
  void aJobTakesItsFirstTokenAndThenItsTokens() {
    ServerModel model = new ServerModel(TIMES, 4, 0, 0);
    model.advance(0);
    model.submit(List.of(job(20)));

    until(model, 10_000);

    // 100 + 20 x (10 + 1) ms
    assertThat(finished).hasSize(1);
    assertThat(finished.getFirst().firstToken()).isEqualTo(Duration.ofMillis(100));
    assertThat(finished.getFirst().total()).isEqualTo(Duration.ofMillis(320));
    assertThat(finished.getFirst().queued()).isZero();
  }

  @Test
  void tokensTakeLongerTheMoreJobsRun() {
    ServerModel alone = new ServerModel(TIMES, 64, 0, 0);
    alone.advance(0);
    alone.submit(List.of(job(100)));
    until(alone, 60_000);
    ServerModel crowd = new ServerModel(TIMES, 64, 0, 0);
    nowNanos = 0;
    crowd.advance(0);
    for (int i = 0; i < 40; i++) {
      crowd.submit(List.of(job(100)));
    }
    until(crowd, 60_000);

    // 100 + 100 x 11 ms alone; 100 + 100 x 50 ms among forty
    assertThat(totalMillis().getFirst()).isEqualTo(1200);
    assertThat(totalMillis().subList(1, 41)).hasSize(40).containsOnly(5100L);
  }

  @Test
  void aJobThatEndsMakesTheOthersFaster() {
    ServerModel model = new ServerModel(TIMES, 4, 0, 0);
    model.advance(0);
    model.submit(List.of(job(10)));
    model.submit(List.of(job(20)));

    until(model, 10_000);

    // 100 + 10 x 12 ms together, and 10 x 11 ms more alone
    assertThat(totalMillis()).containsExactly(220L, 330L);
  }

  @Test
  void jobsBeyondTheSlotsWaitInTheOrderOfTheirArrival() {
    ServerModel model = new ServerModel(ALONE, 2, 0, 0);
    model.advance(0);
    List<Job> jobs = List.of(job(10), job(50), job(10), job(10));
    jobs.forEach(job -> model.submit(List.of(job)));
    until(model, 1);

    assertThat(model.load().running()).isEqualTo(2);
    assertThat(model.load().waiting()).isEqualTo(2);

    until(model, 10_000);

    assertThat(finished)
        .extracting(Finished::job)
        .containsExactly(jobs.get(0), jobs.get(2), jobs.get(1), jobs.get(3));
    assertThat(finished.get(1).queued()).isEqualTo(Duration.ofMillis(200));
    assertThat(finished.get(3).queued()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void aBoundedQueueTakesSoManyMoreThanThereAreSlots() {
    ServerModel model = new ServerModel(ALONE, 2, 3, 0);
    model.advance(0);

    assertThat(model.submit(List.of(job(10), job(10), job(10)))).isTrue();
    assertThat(model.submit(List.of(job(10), job(10)))).isTrue();
    assertThat(model.submit(List.of(job(10)))).isFalse();
    until(model, 1);
    assertThat(model.submit(List.of(job(10)))).isFalse();

    until(model, 200);
    assertThat(model.submit(List.of(job(10), job(10)))).isTrue();
  }

  @Test
  void jobsAreTakenTogetherOrNotAtAll() {
    ServerModel model = new ServerModel(ALONE, 1, 2, 0);
    model.advance(0);

    assertThat(model.submit(List.of(job(1), job(1), job(1), job(1)))).isFalse();
    assertThat(model.next()).isEmpty();
    assertThat(model.submit(List.of(job(1), job(1), job(1)))).isTrue();
  }

  @Test
  void anUnboundedQueueTakesAny() {
    ServerModel model = new ServerModel(ALONE, 1, 0, 0);
    model.advance(0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(model.submit(List.of(job(1)))).isTrue();
    }
  }

  @Test
  void anAbortedJobFreesItsSlotAtOnceWhateverItIsDoing() {
    ServerModel model = new ServerModel(ALONE, 1, 0, 0);
    Job prefilling = job(10);
    Job waiting = job(10);
    Job decoding = job(10);
    Job last = job(10);
    model.advance(0);
    List.of(prefilling, waiting, decoding, last).forEach(job -> model.submit(List.of(job)));
    until(model, 50);

    model.abort(prefilling);
    model.abort(waiting);
    until(model, 200);
    model.abort(decoding);
    until(model, 10_000);

    assertThat(finished).extracting(Finished::job).containsExactly(last);
    assertThat(finished.getFirst().queued()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aPromptWhoseBeginningWasThereBeforeHasItsFirstTokenSooner() {
    ServerModel model = new ServerModel(TIMES, 4, 0, 100_000);
    String shared = "!".repeat(160); // 160 tokens, 10 blocks
    model.advance(0);
    for (String end : List.of("?".repeat(16), "#".repeat(16), "#".repeat(16))) {
      model.submit(List.of(new Job(Prompt.of(shared + end), 1, Duration.ZERO, 1)));
      until(model, Duration.ofNanos(nowNanos).plusSeconds(60));
    }

    assertThat(finished).extracting(Finished::cachedTokens).containsExactly(0, 160, 160);
    // 100 + 176 x 10 ms, and 100 + 16 x 10 ms
    assertThat(finished)
        .extracting(Finished::firstToken)
        .containsExactly(Duration.ofMillis(1860), Duration.ofMillis(260), Duration.ofMillis(260));
  }

  @Test
  void thePrefixCacheForgetsWhatWasNotUsedForLongest() {
    ServerModel model = new ServerModel(TIMES, 4, 0, 64);
    model.advance(0);
    for (String prompt : List.of("!", "?", "!", "#", "!", "?")) {
      model.submit(List.of(new Job(Prompt.of(prompt.repeat(33)), 1, Duration.ZERO, 1)));
      until(model, Duration.ofNanos(nowNanos).plusSeconds(60));
    }

    assertThat(finished).extracting(Finished::cachedTokens).containsExactly(0, 0, 32, 0, 32, 0);
  }

  @Test
  void aClearedCacheHasNothing() {
    ServerModel model = new ServerModel(TIMES, 4, 0, 1_000);
    model.advance(0);
    for (int i = 0; i < 2; i++) {
      model.submit(List.of(new Job(Prompt.of("!".repeat(33)), 1, Duration.ZERO, 1)));
      until(model, Duration.ofNanos(nowNanos).plusSeconds(60));
      model.clearCache();
    }

    assertThat(finished).extracting(Finished::cachedTokens).containsExactly(0, 0);
  }

  @Test
  void withoutTokenTimesAJobTakesItsOwnTime() {
    ServerModel model = new ServerModel(TokenTimes.NONE, 2, 0, 0);
    model.advance(0);
    List.of(latency(70), latency(30), latency(0)).forEach(job -> model.submit(List.of(job)));

    until(model, 1_000);

    assertThat(totalMillis()).containsExactly(30L, 30L, 70L);
  }

  @Test
  void aSlowServerTakesSoMuchLongerFromThatMomentOn() {
    ServerModel model = new ServerModel(TokenTimes.NONE, 1, 0, 0);
    model.advance(0);
    model.submit(List.of(latency(100)));
    until(model, 50);
    model.speed(0.25);
    until(model, 150);
    assertThat(finished).isEmpty();
    until(model, 1_000);

    assertThat(totalMillis()).containsExactly(250L);
  }

  @Test
  void aSlowJobIsSlowAlone() {
    ServerModel model = new ServerModel(ALONE, 2, 0, 0);
    model.advance(0);
    model.submit(List.of(new Job(Prompt.of(""), 10, Duration.ZERO, 3)));
    model.submit(List.of(job(10)));

    until(model, 10_000);

    assertThat(totalMillis()).containsExactly(200L, 600L);
  }

  @Test
  void fewerSlotsLetRunWhatRunsAndMoreStartWhatWaits() {
    ServerModel model = new ServerModel(TokenTimes.NONE, 4, 0, 0);
    model.advance(0);
    for (int i = 0; i < 8; i++) {
      model.submit(List.of(latency(100)));
    }
    until(model, 50);

    model.slots(1);
    until(model, 60);
    assertThat(model.load().running()).isEqualTo(4);
    until(model, 150);
    assertThat(model.load().running()).isOne();

    model.slots(8);
    until(model, 160);
    assertThat(model.load().running()).isEqualTo(4);
    assertThat(model.load().slots()).isEqualTo(8);
  }

  @Test
  void withoutSlotsNothingStartsAndNothingIsNext() {
    ServerModel model = new ServerModel(TokenTimes.NONE, 0, 0, 0);
    model.advance(0);
    model.submit(List.of(latency(100)));
    until(model, 1_000);

    assertThat(model.next()).isEmpty();
    assertThat(model.load().waiting()).isOne();
  }

  @Test
  void busyTimeIsTheSumOfTheTimesInSlots() {
    ServerModel model = new ServerModel(TokenTimes.NONE, 2, 0, 0);
    model.advance(0);
    List.of(latency(70), latency(30), latency(50)).forEach(job -> model.submit(List.of(job)));

    until(model, 1_000);

    assertThat(model.load().busy()).isEqualTo(Duration.ofMillis(150));
  }

  @Test
  void everyJobOfARandomHistoryEndsOnceInTheTimeItsWorkNeeds() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      ServerModel model = new ServerModel(TIMES, 8, 0, 10_000);
      List<Job> expected = new ArrayList<>();
      finished.clear();
      nowNanos = 0;
      model.advance(0);
      double needed = 0;
      for (int i = 0; i < 200; i++) {
        Job job = job(1 + random.nextInt(100));
        model.submit(List.of(job));
        expected.add(job);
        until(model, Duration.ofNanos(nowNanos).plusMillis(random.nextInt(300)));
        if (random.nextInt(10) == 0) {
          Job aborted = expected.get(random.nextInt(expected.size()));
          model.abort(aborted);
          if (finished.stream().noneMatch(it -> it.job() == aborted)) {
            expected.remove(aborted);
          }
        }
      }
      until(model, Duration.ofNanos(nowNanos).plusHours(1));

      assertThat(finished).extracting(Finished::job).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(finished)
          .allSatisfy(it -> {
            double least = 100 + 11.0 * it.job().outputTokens;
            double most = 100 + 18.0 * it.job().outputTokens;
            double running = it.total().minus(it.queued()).toNanos() / MILLI;
            assertThat(running).isBetween(least - 0.001, most + 0.001);
          });
      assertThat(model.load().running()).isZero();
      needed += finished.stream().mapToLong(it -> it.total().minus(it.queued()).toNanos()).sum();
      assertThat((double) model.load().busy().toNanos()).isGreaterThanOrEqualTo(needed - 1e6);
    }
  }

  @Test
  void theSameHistoryGivesTheSameTimes() {
    List<List<Long>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Random random = new Random(7);
      ServerModel model = new ServerModel(TIMES, 4, 0, 10_000);
      finished.clear();
      nowNanos = 0;
      model.advance(0);
      for (int i = 0; i < 100; i++) {
        model.submit(List.of(job(random.nextInt(200))));
        until(model, Duration.ofNanos(nowNanos).plusMillis(random.nextInt(100)));
      }
      until(model, Duration.ofHours(1));
      runs.add(finished.stream().map(it -> it.total().toNanos()).toList());
    }

    assertThat(runs.get(0)).hasSize(100).isEqualTo(runs.get(1));
  }

  @Test
  void advancingInOneStepGivesTheSameAsAdvancingInMany() {
    ServerModel inOne = new ServerModel(TIMES, 2, 0, 0);
    inOne.advance(0);
    ServerModel inMany = new ServerModel(TIMES, 2, 0, 0);
    inMany.advance(0);
    for (int tokens : new int[] {10, 40, 20, 30}) {
      inOne.submit(List.of(job(tokens)));
      inMany.submit(List.of(job(tokens)));
    }

    List<Finished> once = inOne.advance(Duration.ofSeconds(10).toNanos());
    List<Finished> often = new ArrayList<>();
    for (int millis = 1; millis <= 10_000; millis++) {
      often.addAll(inMany.advance(millis * 1_000_000L));
    }

    assertThat(once).hasSize(4);
    for (int i = 0; i < once.size(); i++) {
      assertThat((double) once.get(i).total().toNanos())
          .isCloseTo((double) often.get(i).total().toNanos(), within(1e4));
    }
  }
}
