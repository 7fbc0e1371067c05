package io.gavel.judge.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import io.gavel.metric.JudgeMeters;
import io.gavel.schema.Priority;
import io.gavel.trace.AskingTrace;
import io.gavel.trace.TraceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Retrying and waiting, on a clock that moves only while they pause.
class ResilienceTest {
  private static final Reply ANSWER =
      new Reply.Answered(
          List.of(Answer.Written.of("Good. [RESULT] 4", false)),
          "m",
          "http://judge/v1",
          null,
          null,
          false);
  private static final Reply FAILED = new Reply.Failed("failed");
  private static final Reply UNREACHABLE = new Reply.Unreachable("unreachable");
  private static final Reply MISCONFIGURED =
      new Reply.Misconfigured("misconfigured", Reply.Suspect.SETTINGS);

  /// Draws the largest number there is, so that every pause is as long as it can be.
  private static final RandomGenerator LONGEST =
      new Random(1) {
        private static final long serialVersionUID = 1L;

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final JudgeMeters meters = new JudgeMeters(registry, "prometheus");
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8), LONGEST);
  private Duration now = Duration.ZERO;
  private double waitingSeen;

  @Test
  void aFailureIsAskedAgainAfterPausesThatDoubleUpToTheLongest() throws Exception {
    Question question = question(10, Duration.ofHours(1));
    assertThat(ask(question, FAILED, FAILED, FAILED, FAILED, FAILED, ANSWER)).isEqualTo(ANSWER);
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 8L);
    assertThat(question.effort().calls()).isEqualTo(6);
    assertThat(registry.get("gavel.judge.retries").tag("cause", "failed").counter().count())
        .isEqualTo(5);
  }

  @Test
  void theBudgetOfCallsEndsIt() throws Exception {
    Question question = question(3, Duration.ofHours(1));
    assertThat(ask(question, FAILED, FAILED, FAILED, ANSWER)).isEqualTo(FAILED);
    assertThat(question.effort().calls()).isEqualTo(3);
  }

  @Test
  void theBudgetOfTimeEndsItBeforeThePauseThatWouldOutlastIt() throws Exception {
    Question question = question(10, Duration.ofSeconds(6));
    assertThat(ask(question, FAILED, FAILED, FAILED, ANSWER)).isEqualTo(FAILED);
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L);
  }

  @Test
  void aRetryAfterIsLeftToThePoolSoThatAnotherEndpointMayBeAskedMeanwhile() throws Exception {
    Reply overloaded = new Reply.Overloaded("busy", Duration.ofSeconds(30));
    assertThat(ask(question(3, Duration.ofHours(1)), overloaded, ANSWER)).isEqualTo(ANSWER);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    assertThat(registry.get("gavel.judge.retries").tag("cause", "overloaded").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aRefusalIsNotAskedAgain() throws Exception {
    Reply refused = new Reply.Refused(true, "too long", "{}", false);
    assertThat(ask(question(3, Duration.ofHours(1)), refused, ANSWER)).isEqualTo(refused);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aJudgeThatCannotBeReachedUsesUpNeitherCallsNorTime() throws Exception {
    Question question = question(2, Duration.ofSeconds(5));
    Reply[] outage = new Reply[102];
    Arrays.fill(outage, UNREACHABLE);
    outage[50] = MISCONFIGURED;
    outage[100] = FAILED;
    outage[101] = ANSWER;
    assertThat(ask(question, outage)).isEqualTo(ANSWER);
    assertThat(now).isGreaterThan(Duration.ofMinutes(10));
    assertThat(question.effort().calls()).isEqualTo(102);
  }

  @Test
  void timeThatIsExcusedTwiceCountsOnce() {
    Effort effort = new Effort(3, Duration.ofSeconds(10), () -> now);
    effort.calling();
    Duration queued = effort.now();
    now = now.plusSeconds(100);
    effort.excuseTime(queued);
    now = now.plusSeconds(1);
    effort.excuseTime(queued);
    now = now.plusSeconds(10);
    assertThat(effort.allows(Duration.ZERO)).isTrue();
    assertThat(effort.allows(Duration.ofMillis(1))).isFalse();
    assertThat(effort.sinceFirstCall()).isEqualTo(Duration.ofSeconds(111));
  }

  @Test
  void aRequestIsRefusedOnceOthersWereAnsweredThreeTimesSinceItsLastRefusal() throws Exception {
    Reply forbidden = new Reply.Misconfigured("403", Reply.Suspect.EITHER);
    Reply own = new Reply.Misconfigured("403", Reply.Suspect.REQUEST);
    JudgeModel endpoint =
        new SuspectingModel(
            asked -> asked.prompt().equals(Prompt.Chat.user("Prompt")) ? forbidden : ANSWER);
    Question other = question("Other", 1, Duration.ZERO);
    Question question = question(3, Duration.ofHours(1));
    endpoint.ask(other);
    assertThat(endpoint.ask(question)).isEqualTo(forbidden);
    assertThat(endpoint.ask(question)).isEqualTo(forbidden);
    endpoint.ask(other);
    assertThat(endpoint.ask(question)).isEqualTo(own);
    assertThat(endpoint.ask(question)).isEqualTo(forbidden);
    endpoint.ask(other);
    assertThat(endpoint.ask(question)).isEqualTo(own);
    endpoint.ask(other);
    assertThat(endpoint.ask(question))
        .isEqualTo(
            new Reply.Refused(false, "403; other requests were answered meanwhile", null, false));
  }

  @Test
  void whoWaitsIsSeenOnTheGauge() throws Exception {
    ask(question(2, Duration.ofSeconds(5)), MISCONFIGURED, ANSWER);
    assertThat(waitingSeen).isEqualTo(1);
    assertThat(waiting("misconfigured")).isZero();
  }

  @Test
  void jitterIsUniformFromZeroToTheBound() {
    Backoff jittered = new Backoff(Duration.ofMillis(100), Duration.ofMillis(400), new Random(7));
    List<Long> drawn = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      drawn.add(jittered.pause(1).toMillis());
    }
    assertThat(drawn).allMatch(pause -> pause >= 0 && pause <= 200).contains(0L, 200L);
    assertThat(drawn.stream().mapToLong(Long::longValue).average().orElseThrow())
        .isBetween(97.0, 103.0);
    assertThat(jittered.bound(1_000_000)).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void callsAreTimedByOutcomeAndTokensCounted() throws Exception {
    new MeteredModel(
            _ ->
                new Reply.Answered(List.of(Answer.Written.of("", false)), "m", "e", 700, 42, false),
            "http://judge/v1",
            meters)
        .ask(question(1, Duration.ofSeconds(1)));
    assertThat(
            registry
                .get("gavel.judge.calls")
                .tags("profile", "prometheus", "endpoint", "http://judge/v1", "outcome", "answer")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("gavel.judge.tokens").tag("direction", "prompt").counter().count())
        .isEqualTo(700);
    assertThat(registry.get("gavel.judge.tokens").tag("direction", "completion").counter().count())
        .isEqualTo(42);
    assertThat(registry.get("gavel.judge.in.flight").gauge().value()).isZero();
  }

  private Reply ask(Question question, Reply... script) throws InterruptedException {
    replies.addAll(List.of(script));
    JudgeModel scripted =
        asked -> {
          asked.effort().calling();
          return replies.removeFirst();
        };
    Pauses noting =
        duration -> {
          pauses.add(duration);
          now = now.plus(duration);
          waitingSeen = Math.max(waitingSeen, waiting("misconfigured"));
        };
    JudgeModel waiting =
        new WaitingModel(scripted, () -> true, "prometheus", backoff, () -> now, noting, meters);
    return new RetryingModel(waiting, backoff, noting, meters).ask(question);
  }

  private double waiting(String cause) {
    return registry.get("gavel.judge.waiting").tag("cause", cause).gauge().value();
  }

  private Question question(int calls, Duration time) {
    return question("Prompt", calls, time);
  }

  private Question question(String text, int calls, Duration time) {
    return new Question(
        Prompt.Chat.user(text),
        new Sampling(1, 100),
        new Effort(calls, time, () -> now),
        Priority.MONITORING,
        null,
        AskingTrace.NONE,
        TraceContext.NONE);
  }
}
