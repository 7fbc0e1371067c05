package io.gavel.judge.pool.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A limit that follows what the server can do. What it goes by depends on what the server tells; a
/// judge call's latency is mostly the length of its answer, so latency itself is no signal.
///
/// | regime | when | the limit |
/// | --- | --- | --- |
/// | queue | its queue was seen within [#FRESH] | keeps [#STANDING] of what runs waiting: shrinks by our share of what waits beyond that, grows along the curve while next to nothing waits, by [#REACH] at most until the queue is seen again |
/// | refusals | otherwise, and it refused a call within [#BOUNDED] | grows along the curve to the next refusal |
/// | gain | otherwise | is what [Climb] finds: as long as more in flight brings more per second |
///
/// In every regime a call that was refused or failed multiplies the limit by [#FALL], once per
/// window: the calls that started before the last fall say nothing new. The fall counts from what
/// was in flight, where that was less. Growth needs evidence: calls that started while the limit
/// was all but used up. It is one call per answer at most, so that a higher limit never comes as a
/// burst.
///
/// The curve is that of [Growth]. Its leg, from a fall to the plateau, takes [#LEG_ANSWERS] answers
/// and [#LEG] at least. The number of answers keeps the refusals that looking for the limit costs
/// below 1 / 200 of all calls, whatever the server's speed; the time keeps it calm where answers
/// come in thousands a second. With an empty queue in sight the legs are shorter, as nothing is
/// risked.
///
/// Tuned by `LimitSimulationTest`: a server whose slots go from 64 to 32 and back, lognormal
/// latency with a median of 100 ms and a tail to 10 s. A fall of 0.9 keeps a server without a queue
/// at 96 % on average (0.7, as in RFC 9438, at 88 %) and needs six to eight refusals to halve. A
/// standing queue of 8 % is never empty between two engine steps and costs 8 % of latency.
public final class FollowingLimit implements Limit {
  private static final double FALL = 0.9;
  private static final double LEG_ANSWERS = 200;
  private static final Duration LEG = Duration.ofSeconds(2);
  private static final double LEG_ANSWERS_IN_SIGHT = 150;
  private static final double LEG_TURNS_IN_SIGHT = 4;
  private static final Duration LEG_IN_SIGHT = Duration.ofMillis(1500);
  private static final double STANDING = 0.08;
  private static final double REACH = 1.5;

  /// A server whose cache is fuller takes running requests back out of it.
  private static final double FULL_CACHE = 0.95;

  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration BOUNDED = Duration.ofMinutes(1);

  private final Bounds bounds;
  private double limit;
  private @Nullable Growth growth;
  private Climb climb;
  private Duration fellAt;
  private Duration answeredAt;
  private @Nullable Duration refusedAt;
  private @Nullable Duration seenAt;
  private boolean room;
  private double reach;

  /// @param bounds where it starts and between which it stays
  /// @param now the time
  public FollowingLimit(Bounds bounds, Duration now) {
    this.bounds = bounds;
    limit = bounds.initial();
    climb = new Climb(limit, bounds);
    fellAt = now;
    answeredAt = now;
  }

  @Override
  public int value() {
    return (int) Math.floor(limit + 1e-9);
  }

  @Override
  public void answered(StartedCall call, Duration now) {
    if (!call.atLimit()) {
      return;
    }
    Duration since = now.minus(answeredAt);
    answeredAt = now;
    if (within(seenAt, FRESH, now)) {
      if (room) {
        double answers = Math.min(LEG_ANSWERS_IN_SIGHT, LEG_TURNS_IN_SIGHT * limit);
        grow(answers, LEG_IN_SIGHT, since, reach);
      }
    } else if (within(refusedAt, BOUNDED, now)) {
      grow(LEG_ANSWERS, LEG, since, bounds.maximum());
    } else {
      climb.answered(now.minus(call.started()), limit);
      limit = bounds.clamp(Math.min(climb.goal(), limit + 1));
    }
  }

  @Override
  public void refused(StartedCall call, Duration now) {
    refusedAt = now;
    fall(call, now);
  }

  @Override
  public void failed(StartedCall call, Duration now) {
    fall(call, now);
  }

  @Override
  public void observed(ServerQueue queue, int inFlight, Duration now) {
    seenAt = now;
    double target = Math.max(1, STANDING * queue.running());
    room = queue.waiting() <= target / 2 && queue.cacheUsage() < FULL_CACHE;
    // One more at the least: from a limit of 1 it could never rise again otherwise.
    double used = Math.min(limit, inFlight);
    reach = Math.max(REACH * used, used + 1);
    double excess = queue.waiting() - target;
    if (excess > 0) {
      double share = Math.min(1, inFlight / (queue.running() + queue.waiting()));
      double less = bounds.clamp(inFlight - share * excess);
      if (less < limit) {
        limit = less;
        growth = Growth.from(limit, limit * (1 - FALL));
        climb = new Climb(limit, bounds);
      }
    }
  }

  private void grow(double legAnswers, Duration leg, Duration since, double most) {
    double next = limit + 1;
    if (growth != null) {
      double legs = Math.min(1 / legAnswers, since.toNanos() / (double) leg.toNanos());
      growth = growth.advanced(legs);
      next = Math.min(growth.limit(), next);
    }
    limit = bounds.clamp(Math.max(limit, Math.min(next, most)));
  }

  private void fall(StartedCall call, Duration now) {
    if (call.started().compareTo(fellAt) < 0) {
      return;
    }
    fellAt = now;
    answeredAt = now;
    double plateau = Math.min(limit, call.inFlight());
    limit = bounds.clamp(plateau * FALL);
    growth = Growth.below(plateau, limit);
    climb = new Climb(limit, bounds);
  }

  private static boolean within(@Nullable Duration at, Duration span, Duration now) {
    return at != null && now.minus(at).compareTo(span) <= 0;
  }
}
