package io.gavel.judge.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.judge.model.Backoff;
import io.gavel.judge.model.Effort;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.judge.model.Question;
import io.gavel.judge.model.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeastInFlightPoolTest {
  private static final JudgeModel A = _ -> new Reply.Failed("a");
  private static final JudgeModel B = _ -> new Reply.Failed("b");
  private static final Backoff RESTS =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), new Random(1));

  private Duration now = Duration.ofDays(1);
  private final LeastInFlightPool pool = new LeastInFlightPool(List.of(A, B), 2, RESTS, () -> now);

  @Test
  void theEndpointWithTheFewestCallsIsNext() throws Exception {
    Permit first = pool.take();
    assertThat(first.endpoint()).isSameAs(A);
    assertThat(pool.take().endpoint()).isSameAs(B);
    assertThat(pool.take().endpoint()).isSameAs(A);
    first.succeeded();
    assertThat(pool.take().endpoint()).isSameAs(A);
    assertThat(pool.take().endpoint()).isSameAs(B);
  }

  @Test
  void aPermitEndsOnce() throws Exception {
    Permit permit = pool.take();
    permit.succeeded();
    permit.succeeded();
    permit.dropped(Duration.ofHours(1));
    permit.ignored();
    assertThat(pool.take().endpoint()).isSameAs(A);
    assertThat(pool.take().endpoint()).isSameAs(B);
  }

  @Test
  void anEndpointThatFailedRestsWhileTheOtherTakesOver() throws Exception {
    pool.take().dropped(Duration.ZERO);
    assertThat(pool.take().endpoint()).isSameAs(B);
    assertThat(pool.take().endpoint()).isSameAs(B);
    now = now.plusSeconds(1);
    assertThat(pool.take().endpoint()).isSameAs(A);
  }

  @Test
  void restsDoubleAndOneCallAtATimeProbesUntilOneSucceeds() throws Exception {
    pool.take().dropped(Duration.ZERO);
    now = now.plusSeconds(1);
    pool.take().dropped(Duration.ZERO);
    now = now.plusMillis(1999);
    Permit other = pool.take();
    assertThat(other.endpoint()).isSameAs(B);
    now = now.plusMillis(1);
    Permit probe = pool.take();
    assertThat(probe.endpoint()).isSameAs(A);
    Permit third = pool.take();
    assertThat(third.endpoint()).isSameAs(B);
    probe.succeeded();
    assertThat(pool.take().endpoint()).isSameAs(A);
    assertThat(pool.take().endpoint()).isSameAs(A);
  }

  @Test
  void aServerThatAsksForLongerIsLeftAloneForLonger() throws Exception {
    pool.take().dropped(Duration.ofMinutes(1));
    now = now.plusSeconds(59);
    assertThat(pool.take().endpoint()).isSameAs(B);
    now = now.plusSeconds(1);
    assertThat(pool.take().endpoint()).isSameAs(A);
  }

  @Test
  void aCallFromBeforeADropDoesNotEndTheRest() throws Exception {
    LeastInFlightPool one = new LeastInFlightPool(List.of(A), 2, RESTS, () -> now);
    Permit late = one.take();
    one.take().dropped(Duration.ofMinutes(1));
    late.succeeded();
    assertThat(one.isDown()).isTrue();
    now = now.plusMinutes(1);
    one.take().succeeded();
    assertThat(one.isDown()).isFalse();
  }

  @Test
  void itIsDownOnceEveryEndpointHasFailedAndUntilOneAnswers() throws Exception {
    assertThat(pool.isDown()).isFalse();
    pool.take().dropped(Duration.ZERO);
    assertThat(pool.isDown()).isFalse();
    pool.take().dropped(Duration.ZERO);
    assertThat(pool.isDown()).isTrue();
    now = now.plusSeconds(1);
    pool.take().succeeded();
    assertThat(pool.isDown()).isFalse();
  }

  @Test
  void aFailureWhileNobodyIsAnsweredIsNotTheRequests() throws Exception {
    LeastInFlightPool one = new LeastInFlightPool(List.of(A), 2, RESTS, () -> now);
    Question question = new Question("", new Effort(1, Duration.ofSeconds(1), () -> now));
    assertThat(new PooledModel(one).ask(question)).isInstanceOf(Reply.Failed.class);
    now = now.plusSeconds(1);
    assertThat(new PooledModel(one).ask(question)).isInstanceOf(Reply.Unreachable.class);
    now = now.plusSeconds(2);
    one.take().succeeded();
    assertThat(new PooledModel(one).ask(question)).isInstanceOf(Reply.Failed.class);
  }

  @Test
  void whoWaitsIsServedInOrder() throws Exception {
    LeastInFlightPool one = new LeastInFlightPool(List.of(A), 1, RESTS, () -> now);
    Permit held = one.take();
    List<Integer> served = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      Thread waiter =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Permit permit = one.take();
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
    LeastInFlightPool one = new LeastInFlightPool(List.of(A), 1, RESTS, () -> now);
    Permit held = one.take();
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                one.take();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    await().until(() -> waits(waiter));
    waiter.interrupt();
    interrupted.await();
    held.succeeded();
    assertThat(one.take().endpoint()).isSameAs(A);
  }

  @Test
  void whenAllRestWhoWaitsIsServedAsSoonAsOneHasRested() throws Exception {
    Backoff brief = new Backoff(Duration.ofMillis(50), Duration.ofMillis(50), new Random(1));
    LeastInFlightPool real =
        new LeastInFlightPool(List.of(A, B), 2, brief, MonotonicClock.system());
    real.take().dropped(Duration.ofMillis(300));
    real.take().dropped(Duration.ZERO);
    assertThat(real.take().endpoint()).isSameAs(B);
  }

  @Test
  void aRequestIsSentBackToTheEndpointThatFailedItOnlyWhereNoOtherHasRoom() throws Exception {
    pool.take().dropped(Duration.ZERO);
    now = now.plusSeconds(3600);

    assertThat(pool.take(A).endpoint()).isSameAs(B);
    assertThat(pool.take(A).endpoint()).isSameAs(B);
    assertThat(pool.take(A).endpoint()).isSameAs(A);
  }

  @Test
  void aRestThatEndsWhileAWaiterLooksForItsEndIsNotMissed() throws Exception {
    AtomicInteger readings = new AtomicInteger();
    Duration rested = Duration.ofSeconds(1);
    // Dropped at the first readings; still resting at the fourth, rested from the fifth on.
    MonotonicClock passing =
        () ->
            switch (readings.incrementAndGet()) {
              case 1, 2, 3 -> Duration.ZERO;
              case 4 -> rested.minusNanos(1);
              default -> rested;
            };
    LeastInFlightPool one = new LeastInFlightPool(List.of(A), 1, RESTS, passing);
    one.take().dropped(Duration.ZERO);
    readings.set(3);
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                one.take();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(waiter.join(Duration.ofSeconds(5))).isTrue();
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
          return new Reply.Answer("", false, "m", "e", null, null, false);
        };
    PooledModel model =
        new PooledModel(
            new LeastInFlightPool(List.of(counting), 3, RESTS, MonotonicClock.system()));
    for (int i = 0; i < 2000; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              model.ask(new Question("", new Effort(1, Duration.ofSeconds(1), () -> now)));
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
    LeastInFlightPool one = new LeastInFlightPool(List.of(broken), 1, RESTS, () -> now);
    for (int i = 0; i < 3; i++) {
      try {
        new PooledModel(one).ask(new Question("", new Effort(1, Duration.ofSeconds(1), () -> now)));
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("defect");
      }
    }
    assertThat(one.take().endpoint()).isSameAs(broken);
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }
}
