package io.gavel.judge.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import io.gavel.judge.model.Backoff;
import io.gavel.judge.model.Effort;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.judge.model.Question;
import io.gavel.judge.model.Reply;
import io.gavel.judge.pool.limit.Bounds;
import io.gavel.judge.pool.limit.FixedLimit;
import io.gavel.judge.pool.limit.FollowingLimit;
import io.gavel.metric.PoolMeters;
import io.gavel.schema.Priority;
import io.gavel.trace.AskingTrace;
import io.gavel.trace.TraceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EndpointPoolTest {
  private static final JudgeModel A = _ -> new Reply.Failed("a");
  private static final JudgeModel B = _ -> new Reply.Failed("b");
  private static final Backoff RESTS =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), new Random(1));

  private static final Drop FAILED = new Drop.Failed("no answer");
  private static final Drop BUSY = new Drop.Overloaded("busy", Duration.ZERO);

  private Duration now = Duration.ofDays(1);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EndpointPool pool = pool(2, () -> now, A, B);

  @Test
  void theLeastLoadedEndpointIsNext() throws Exception {
    Permit first = pool.take(question());
    assertThat(first.endpoint()).isSameAs(A);
    assertThat(pool.take(question()).endpoint()).isSameAs(B);
    assertThat(pool.take(question()).endpoint()).isSameAs(A);
    first.succeeded();
    assertThat(pool.take(question()).endpoint()).isSameAs(A);
    assertThat(pool.take(question()).endpoint()).isSameAs(B);
  }

  @Test
  void anEndpointThatFailedThreeTimesInARowIsLeftAloneWhileTheOtherTakesOver() throws Exception {
    EndpointPool one = pool(4, () -> now, A);
    fail(one);
    one.add("b", B);
    assertThat(states(one)).containsExactly(BreakerState.OPEN, BreakerState.CLOSED);
    assertThat(one.endpoints().getFirst().cause()).isEqualTo("no answer");
    for (int i = 0; i < 4; i++) {
      assertThat(one.take(question()).endpoint()).isSameAs(B);
    }
  }

  @Test
  void pausesDoubleAndOneProbeAtATimeIsSentUntilOneSucceeds() throws Exception {
    EndpointPool one = pool(4, () -> now, A);
    fail(one);
    one.add("b", B);
    now = now.plusSeconds(1);
    Permit probe = one.take(question());
    assertThat(probe.endpoint()).isSameAs(A);
    assertThat(states(one).getFirst()).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(one.take(question()).endpoint()).isSameAs(B);
    probe.dropped(FAILED);
    now = now.plusMillis(1999);
    assertThat(one.take(question()).endpoint()).isSameAs(B);
    now = now.plusMillis(1);
    Permit second = one.take(question());
    assertThat(second.endpoint()).isSameAs(A);
    second.succeeded();
    assertThat(states(one).getFirst()).isEqualTo(BreakerState.CLOSED);
    assertThat(transitions("open")).isEqualTo(2);
    assertThat(transitions("half_open")).isEqualTo(2);
    assertThat(transitions("closed")).isEqualTo(1);
  }

  @Test
  void anEndpointThatComesBackIsGivenOneCallMoreWithEveryAnswer() throws Exception {
    EndpointPool one = pool(4, () -> now, A);
    fail(one);
    now = now.plusSeconds(1);
    one.take(question()).succeeded();
    one.add("b", B);
    Permit first = one.take(question());
    assertThat(first.endpoint()).isSameAs(A);
    assertThat(one.take(question()).endpoint()).isSameAs(B);
    first.succeeded();
    assertThat(one.take(question()).endpoint()).isSameAs(A);
    assertThat(one.take(question()).endpoint()).isSameAs(B);
    assertThat(one.take(question()).endpoint()).isSameAs(A);
  }

  @Test
  void anEndpointThatComesBackHasAtLeastTheLimitOfANewOne() throws Exception {
    EndpointPool one = following(8);
    one.add("a", A);
    fail(one);
    assertThat(one.endpoints().getFirst().limit()).isLessThan(8);
    now = now.plusSeconds(1);
    one.take(question()).succeeded();
    assertThat(one.endpoints().getFirst().limit()).isEqualTo(8);
  }

  @Test
  void probesThatFailLeaveTheLimitAsItWas() throws Exception {
    EndpointPool one = following(8);
    one.add("a", A);
    List<Permit> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(one.take(question()));
    }
    now = now.plusMillis(1);
    for (Permit call : calls.reversed()) {
      call.dropped(FAILED);
    }
    int before = one.endpoints().getFirst().limit();
    now = now.plusSeconds(1);
    one.take(question()).dropped(FAILED);
    assertThat(one.endpoints().getFirst().limit()).isEqualTo(before).isGreaterThan(5);
  }

  @Test
  void aProbeThatSaysNothingIsFollowedByAnother() throws Exception {
    EndpointPool one = pool(4, () -> now, A);
    fail(one);
    now = now.plusSeconds(1);
    one.take(question()).ignored();
    one.take(question()).dropped(BUSY);
    now = now.plusSeconds(1);
    assertThat(one.take(question()).endpoint()).isSameAs(A);
  }

  @Test
  void theLateAnswerOfACallFromBeforeDoesNotCloseABreaker() throws Exception {
    EndpointPool one = pool(4, () -> now, A);
    Permit late = one.take(question());
    fail(one);
    now = now.plusSeconds(1);
    Permit probe = one.take(question());
    late.succeeded();
    assertThat(states(one)).containsExactly(BreakerState.HALF_OPEN);
    assertThat(one.isDown()).isTrue();
    probe.succeeded();
    assertThat(one.isDown()).isFalse();
  }

  @Test
  void aWrongKeyOpensTheBreakerAtOnceAndIsNamed() throws Exception {
    EndpointPool one = pool(4, () -> now, A);
    one.take(question()).dropped(new Drop.Misconfigured("401; check the key"));
    assertThat(one.endpoints())
        .containsExactly(
            new EndpointStatus("main", "a", BreakerState.OPEN, 4, 0, "401; check the key"));
  }

  @Test
  void aServerThatRefusesWhileItHasCallsOfOursGoesOn() throws Exception {
    EndpointPool one = pool(2, () -> now, A);
    one.take(question());
    for (int i = 0; i < 10; i++) {
      one.take(question()).dropped(BUSY);
    }
    assertThat(states(one)).containsExactly(BreakerState.CLOSED);
    assertThat(one.take(question()).endpoint()).isSameAs(A);
  }

  @Test
  void aServerThatRefusesAlthoughItHasNoneIsLeftAloneForLongerAndLonger() throws Exception {
    EndpointPool one = pool(2, () -> now, A);
    one.take(question()).dropped(BUSY);
    one.add("b", B);
    Permit other = one.take(question());
    assertThat(other.endpoint()).isSameAs(B);
    other.succeeded();
    now = now.plusSeconds(1);
    one.take(question()).dropped(BUSY);
    now = now.plusMillis(1999);
    assertThat(one.take(question()).endpoint()).isSameAs(B);
    assertThat(one.endpoints().getFirst().cause()).startsWith("busy although");
    now = now.plusMillis(1);
    assertThat(one.take(question()).endpoint()).isSameAs(A);
  }

  @Test
  void aServerIsLeftAloneForAsLongAsItAsks() throws Exception {
    pool.take(question());
    pool.take(question());
    pool.take(question()).dropped(new Drop.Overloaded("busy", Duration.ofMinutes(1)));
    now = now.plusSeconds(59);
    assertThat(pool.take(question()).endpoint()).isSameAs(B);
    assertThat(pool.endpoints().getFirst().cause()).isEqualTo("busy and asked to be left alone");
    now = now.plusSeconds(1);
    assertThat(pool.endpoints().getFirst().cause()).isNull();
  }

  @Test
  void aRequestIsSentBackToTheEndpointThatFailedItOnlyWhereNoOtherHasRoom() throws Exception {
    Question question = question();
    question.effort().failed(A);
    assertThat(pool.take(question).endpoint()).isSameAs(B);
    assertThat(pool.take(question).endpoint()).isSameAs(B);
    assertThat(pool.take(question).endpoint()).isSameAs(A);
  }

  @Test
  void theRequestsOfOneGenerationGoToOneEndpointWhileItHasRoom() throws Exception {
    EndpointPool many = pool(2, () -> now, A, B);
    for (int i = 0; i < 20; i++) {
      Question question = question(Priority.MONITORING, "generation-" + i);
      Permit first = many.take(question);
      Permit second = many.take(question);
      Permit third = many.take(question);
      assertThat(second.endpoint()).isSameAs(first.endpoint());
      assertThat(third.endpoint()).isNotSameAs(first.endpoint());
      first.succeeded();
      second.succeeded();
      third.succeeded();
    }
  }

  @Test
  void generationsAreSpreadAndAnEndpointThatGoesMovesOnlyItsOwn() throws Exception {
    JudgeModel c = _ -> new Reply.Failed("c");
    EndpointPool many = pool(2, () -> now, A, B, c);
    List<JudgeModel> before = homes(many);
    assertThat(before.stream().filter(A::equals).count()).isBetween(70L, 130L);
    assertThat(before.stream().filter(B::equals).count()).isBetween(70L, 130L);
    many.remove("c");
    List<JudgeModel> after = homes(many);
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(c)) {
        assertThat(after.get(i)).isSameAs(before.get(i));
      }
    }
  }

  @Test
  void whoIsMoreUrgentIsServedFirst() throws Exception {
    EndpointPool one = pool(1, () -> now, A);
    Permit held = one.take(question());
    List<Priority> served = new CopyOnWriteArrayList<>();
    for (Priority priority : List.of(Priority.BACKFILL, Priority.MONITORING, Priority.REWARD)) {
      Thread waiter = waiter(one, question(priority, null), () -> served.add(priority));
      await().until(() -> waits(waiter));
    }
    assertThat(registry.get("gavel.judge.permit.waiters").tag("priority", "reward").gauge().value())
        .isEqualTo(1);
    now = now.plusSeconds(3);
    assertThat(registry.get("gavel.judge.permit.queue.age").gauge().value()).isEqualTo(3);
    held.succeeded();
    await().until(() -> served.size() == 3);
    assertThat(served).containsExactly(Priority.REWARD, Priority.MONITORING, Priority.BACKFILL);
    assertThat(registry.get("gavel.judge.permits").tag("granted", "waited").counter().count())
        .isEqualTo(3);
  }

  @Test
  void whoWaitsIsServedWhenABreakerIsDueWithoutAnyCallEnding() throws Exception {
    EndpointPool real =
        pool(
            2,
            new Backoff(Duration.ofMillis(50), Duration.ofMillis(50), new Random(1)),
            MonotonicClock.system(),
            A);
    fail(real);
    assertThat(real.take(question()).endpoint()).isSameAs(A);
  }

  @Test
  void whoKeepsTheTimeHandsItOnWhenInterrupted() throws Exception {
    // The breaker is not due before both wait, however long that takes.
    AtomicReference<Duration> time = new AtomicReference<>(Duration.ofDays(1));
    EndpointPool one =
        pool(
            2,
            new Backoff(Duration.ofSeconds(3), Duration.ofSeconds(3), new Random(1)),
            time::get,
            A);
    fail(one);
    Thread keeper = waiter(one, question(), () -> {});
    await().until(() -> waits(keeper));
    CountDownLatch served = new CountDownLatch(1);
    Thread next = waiter(one, question(), served::countDown);
    await().until(() -> waits(next));
    keeper.interrupt();
    keeper.join();
    time.set(Duration.ofDays(1).plusSeconds(3));
    assertThat(served.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anEndpointThatJoinsServesWhoWaitsAndOneThatLeavesGetsNoMore() throws Exception {
    EndpointPool none = pool(1, () -> now);
    CountDownLatch served = new CountDownLatch(1);
    Thread waiter = waiter(none, question(), served::countDown);
    await().until(() -> waits(waiter));
    none.add("a", A);
    served.await();
    assertThat(registry.find("gavel.judge.limit").gauge()).isNotNull();
    Permit underWay = none.take(question());
    none.add("b", B);
    none.remove("a");
    assertThat(none.take(question()).endpoint()).isSameAs(B);
    underWay.succeeded();
    assertThat(registry.find("gavel.judge.limit").tag("endpoint", "a").gauge()).isNull();
  }

  @Test
  void aPermitEndsOnce() throws Exception {
    Permit permit = pool.take(question());
    permit.succeeded();
    permit.succeeded();
    permit.dropped(new Drop.Overloaded("busy", Duration.ofHours(1)));
    permit.ignored();
    assertThat(pool.take(question()).endpoint()).isSameAs(A);
    assertThat(pool.take(question()).endpoint()).isSameAs(B);
  }

  @Test
  void itIsDownOnceEveryEndpointHasFailedOrRefusedAndUntilOneAnswers() throws Exception {
    assertThat(pool.isDown()).isFalse();
    Permit first = pool.take(question());
    Permit second = pool.take(question());
    Permit third = pool.take(question());
    first.dropped(FAILED);
    assertThat(pool.isDown()).isFalse();
    second.dropped(BUSY);
    assertThat(pool.isDown()).isTrue();
    // It began before the failure, so it does not say that the endpoint has recovered.
    third.succeeded();
    assertThat(pool.isDown()).isTrue();
    pool.take(question()).succeeded();
    assertThat(pool.isDown()).isFalse();
  }

  @Test
  void aFailureWhileNobodyIsAnsweredIsNotTheRequests() throws Exception {
    EndpointPool one = pool(2, () -> now, A);
    Question question = question();
    assertThat(new PooledModel(one).ask(question)).isInstanceOf(Reply.Failed.class);
    now = now.plusSeconds(1);
    assertThat(new PooledModel(one).ask(question)).isInstanceOf(Reply.Unreachable.class);
    now = now.plusSeconds(2);
    one.take(question()).succeeded();
    assertThat(new PooledModel(one).ask(question)).isInstanceOf(Reply.Failed.class);
  }

  @Test
  void whoWaitsIsServedInOrder() throws Exception {
    EndpointPool one = pool(1, () -> now, A);
    Permit held = one.take(question());
    List<Integer> served = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      Thread waiter =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Permit permit = one.take(question());
                  served.add(number);
                  permit.succeeded();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      await().until(() -> waits(waiter));
    }
    held.succeeded();
    await().until(() -> served.size() == 20);
    assertThat(served).isSorted();
  }

  @Test
  void whoIsInterruptedWhileWaitingKeepsNoPermitAndHoldsUpNobody() throws Exception {
    EndpointPool one = pool(1, () -> now, A);
    Permit held = one.take(question());
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                one.take(question());
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    await().until(() -> waits(waiter));
    waiter.interrupt();
    interrupted.await();
    held.succeeded();
    assertThat(one.take(question()).endpoint()).isSameAs(A);
  }

  @Test
  void neverAreMoreCallsUnderWayThanPermitted() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    JudgeModel counting =
        _ -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          LockSupport.parkNanos(10_000);
          underWay.decrementAndGet();
          return new Reply.Answered(
              List.of(Answer.Written.of("", false)), "m", "e", null, null, false);
        };
    PooledModel model = new PooledModel(pool(3, MonotonicClock.system(), counting));
    for (int i = 0; i < 2000; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              model.ask(question());
              done.incrementAndGet();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    await().until(() -> done.get() == 2000);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void aDefectInACallGivesItsPermitBack() throws Exception {
    JudgeModel broken =
        _ -> {
          throw new IllegalStateException("defect");
        };
    EndpointPool one = pool(1, () -> now, broken);
    for (int i = 0; i < 3; i++) {
      try {
        new PooledModel(one).ask(question());
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("defect");
      }
    }
    assertThat(one.take(question()).endpoint()).isSameAs(broken);
  }

  private EndpointPool pool(int limit, MonotonicClock clock, JudgeModel... models) {
    return pool(limit, RESTS, clock, models);
  }

  private EndpointPool pool(int limit, Backoff rests, MonotonicClock clock, JudgeModel... models) {
    registry.clear();
    EndpointPool made =
        new EndpointPool(
            "main", _ -> new FixedLimit(limit), rests, clock, new PoolMeters(registry, "main"));
    for (int i = 0; i < models.length; i++) {
      made.add(String.valueOf((char) ('a' + i)), models[i]);
    }
    return made;
  }

  private EndpointPool following(int initial) {
    registry.clear();
    return new EndpointPool(
        "main",
        since -> new FollowingLimit(new Bounds(initial, 1, 64), since),
        RESTS,
        () -> now,
        new PoolMeters(registry, "main"));
  }

  private Question question() {
    return question(Priority.MONITORING, null);
  }

  private Question question(Priority priority, @Nullable String affinity) {
    return new Question(
        Prompt.Chat.user(""),
        new Sampling(1, 100),
        new Effort(1, Duration.ofSeconds(1), () -> now),
        priority,
        affinity,
        AskingTrace.NONE,
        TraceContext.NONE);
  }

  /// Lets the first endpoint fail until its breaker opens.
  private void fail(EndpointPool failing) throws InterruptedException {
    for (int i = 0; i < Breaker.FAILURES; i++) {
      failing.take(question()).dropped(FAILED);
    }
  }

  private List<JudgeModel> homes(EndpointPool many) throws InterruptedException {
    List<JudgeModel> homes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Permit permit = many.take(question(Priority.MONITORING, "generation-" + i));
      homes.add(permit.endpoint());
      permit.succeeded();
    }
    return homes;
  }

  private static List<BreakerState> states(EndpointPool pool) {
    return pool.endpoints().stream().map(EndpointStatus::state).toList();
  }

  private double transitions(String to) {
    return registry.get("gavel.judge.breaker.transitions").tag("to", to).counter().count();
  }

  /// Takes a permit, says so, and gives it back.
  private static Thread waiter(EndpointPool pool, Question question, Runnable served) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            Permit permit = pool.take(question);
            served.run();
            permit.succeeded();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }
}
