package io.gavel.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.agreement.Choice;
import io.gavel.deadletter.Reason;
import io.gavel.judge.Judge;
import io.gavel.judge.Verdict;
import io.gavel.schema.Preferred;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EvaluationTest {
  private static final ItemRequests OWN =
      new ItemRequests(Optional.empty(), Optional.empty(), true);

  @TempDir private Path folder;

  @Test
  void eachViewOfAnItemGetsItsOutcome() throws InterruptedException {
    Judge judge =
        (request, _) ->
            request.getComparedTo().isPresent()
                ? TestingVerdicts.compared(
                    request.getGeneration().getResponse().equals("one")
                        ? Preferred.FIRST
                        : Preferred.SECOND)
                : request.getGeneration().getResponse().equals("one")
                    ? TestingVerdicts.scored(4, 4.5, new Verdict.Expectation(4.2, List.of()), 4, 5)
                    : TestingVerdicts.unjudged(Reason.UNREADABLE_ANSWER);
    Assessed pair = evaluate(judge, 2, Optional.empty()).getFirst();
    assertThat(pair.outcome(View.FORWARD)).contains(new Outcome.Preferred(Choice.FIRST, false));
    assertThat(pair.outcome(View.BACKWARD)).contains(new Outcome.Preferred(Choice.SECOND, false));
    assertThat(pair.outcome(View.FIRST))
        .contains(new Outcome.Scored(4, 4.5, OptionalDouble.of(4.2), List.of(4, 5), false));
    assertThat(pair.outcome(View.SECOND))
        .contains(new Outcome.Unjudged("unreadable_answer", false));
    assertThat(pair.outcome(View.RESPONSE)).isEmpty();
  }

  @Test
  void noMoreCallsAreUnderWayThanAllowed() throws InterruptedException {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    Judge judge =
        (_, _) -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          three.countDown();
          three.await();
          underWay.decrementAndGet();
          return TestingVerdicts.scored(3, 3, 3);
        };
    try (Evaluation evaluation = new Evaluation(judge, OWN, Optional.empty(), 3, (_, _) -> {})) {
      for (int i = 0; i < 50; i++) {
        evaluation.add(TestingItems.direct(i, 3.0));
      }
      assertThat(evaluation.finish()).hasSize(50);
    }
    assertThat(most).hasValue(3);
  }

  @Test
  void verdictsOfAnEarlierRunAreNotAskedAgain() throws IOException, InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    Judge judge =
        (request, _) -> {
          asked.incrementAndGet();
          return request.getComparedTo().isPresent()
              ? TestingVerdicts.compared(Preferred.TIE)
              : TestingVerdicts.scored(2, 2.5, new Verdict.Expectation(2.25, List.of()), 2, 3);
        };
    Path file = folder.resolve("verdicts.jsonl");
    List<Outcome> first = outcomes(judge, file, "settings");
    assertThat(asked).hasValue(4);
    assertThat(outcomes(judge, file, "settings")).isEqualTo(first);
    assertThat(asked).hasValue(4);
    outcomes(judge, file, "other settings");
    assertThat(asked).hasValue(8);
  }

  @Test
  void whatMayGoBetterNowIsAskedAgainAndWhatCannotIsNot() throws IOException, InterruptedException {
    Path file = folder.resolve("verdicts.jsonl");
    outcomes((_, _) -> TestingVerdicts.unjudged(Reason.RETRIES_EXHAUSTED), file, "settings");
    AtomicInteger asked = new AtomicInteger();
    Judge unreadable =
        (_, _) -> {
          asked.incrementAndGet();
          return TestingVerdicts.unjudged(Reason.UNREADABLE_ANSWER);
        };
    outcomes(unreadable, file, "settings");
    assertThat(asked).hasValue(4);
    assertThat(outcomes(unreadable, file, "settings"))
        .containsOnly(new Outcome.Unjudged("unreadable_answer", false));
    assertThat(asked).hasValue(4);
  }

  @Test
  void aDamagedLineIsAskedAgain() throws IOException, InterruptedException {
    Path file = folder.resolve("verdicts.jsonl");
    AtomicInteger asked = new AtomicInteger();
    Judge judge =
        (_, _) -> {
          asked.incrementAndGet();
          return TestingVerdicts.scored(3, 3, 3);
        };
    outcomes(judge, file, "settings");
    List<String> lines = Files.readAllLines(file);
    Files.writeString(
        file, "garbage\n" + String.join("\n", lines.subList(0, 3)) + "\n" + "{\"id\":\"unfinish");
    outcomes(judge, file, "settings");
    assertThat(asked).hasValue(5);
    assertThat(Files.readAllLines(file)).hasSize(5);
  }

  @Test
  void twoEvaluationsDoNotWriteOneFile() throws IOException {
    Path file = folder.resolve("verdicts.jsonl");
    try (VerdictLog log = VerdictLog.open(file, "settings")) {
      assertThat(log.known("any")).isEmpty();
      assertThatThrownBy(() -> VerdictLog.open(file, "settings"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another evaluation is writing it");
    }
  }

  @Test
  void aDefectEndsTheEvaluation() throws InterruptedException {
    Judge judge =
        (_, _) -> {
          throw new IllegalArgumentException("a defect");
        };
    try (Evaluation evaluation = new Evaluation(judge, OWN, Optional.empty(), 1, (_, _) -> {})) {
      evaluation.add(TestingItems.direct(1, 3.0));
      assertThatThrownBy(evaluation::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a defect");
    }
  }

  @Test
  void closingCancelsTheCallsUnderWay() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Judge judge =
        (_, _) -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts down");
          } catch (InterruptedException e) {
            cancelled.countDown();
            throw e;
          }
        };
    try (Evaluation evaluation = new Evaluation(judge, OWN, Optional.empty(), 1, (_, _) -> {})) {
      evaluation.add(TestingItems.direct(1, 3.0));
      started.await();
    }
    assertThat(cancelled.getCount()).isZero();
  }

  private static List<Outcome> outcomes(Judge judge, Path file, String settings)
      throws IOException, InterruptedException {
    try (VerdictLog log = VerdictLog.open(file, settings)) {
      Assessed item = evaluate(judge, 4, Optional.of(log)).getFirst();
      return List.of(View.FORWARD, View.BACKWARD, View.FIRST, View.SECOND).stream()
          .map(view -> item.outcome(view).orElseThrow())
          .toList();
    }
  }

  private static List<Assessed> evaluate(Judge judge, int inFlight, Optional<VerdictLog> log)
      throws InterruptedException {
    try (Evaluation evaluation = new Evaluation(judge, OWN, log, inFlight, (_, _) -> {})) {
      evaluation.add(TestingItems.pair(1, "one", "two", Choice.FIRST));
      return evaluation.finish();
    }
  }
}
