package io.gavel.simulator.fault;

import io.gavel.judge.model.MonotonicClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The faults of a pool that runs; they can be changed meanwhile. For any number of threads.
public final class ActiveFaults {
  private record Timed(FaultPlan plan, Duration since) {}

  private final long seed;
  private final MonotonicClock clock;
  private volatile Timed current;

  /// @param seed decides which requests are hit
  /// @param clock the time
  /// @param faults what goes wrong from now on
  public ActiveFaults(long seed, MonotonicClock clock, List<Fault> faults) {
    this.seed = seed;
    this.clock = clock;
    this.current = new Timed(new FaultPlan(seed, faults), clock.elapsed());
  }

  /// Puts these in place of all; their times count from now.
  public void set(List<Fault> faults) {
    current = new Timed(new FaultPlan(seed, faults), clock.elapsed());
  }

  /// What goes wrong at the moment or later.
  public List<Fault> faults() {
    return current.plan.faults();
  }

  /// What goes wrong with a request that comes now, as [FaultPlan#ofRequest].
  public Optional<Fault> ofRequest(int replica, String prompt, int occurrence) {
    Timed set = current;
    return set.plan.ofRequest(replica, elapsed(set), prompt, occurrence);
  }

  /// How a replica is now.
  public Condition ofReplica(int replica) {
    Timed set = current;
    return set.plan.ofReplica(replica, elapsed(set));
  }

  /// How long it is until a replica's condition changes; empty when none does.
  public Optional<Duration> untilChange() {
    Timed set = current;
    Duration elapsed = elapsed(set);
    return set.plan.nextChange(elapsed).map(time -> time.minus(elapsed));
  }

  private Duration elapsed(Timed set) {
    return clock.elapsed().minus(set.since);
  }
}
