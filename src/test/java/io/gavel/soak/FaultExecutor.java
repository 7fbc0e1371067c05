package io.gavel.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs a plan: each fault when its time has come and nothing that it claims is still disturbed.
/// Where two wait for the same part, the earlier one of the plan goes first. The plan's time stands
/// still while a fault is overdue, so that on a slow machine the faults still come in the plan's
/// mixture. [#advance] is for one thread.
final class FaultExecutor implements AutoCloseable {
  private static final Duration OVERDUE = Duration.ofSeconds(2);

  private final Disturbances disturbances;
  private final Consumer<String> log;
  private final List<PlannedFault> waiting;
  private final int planned;
  private final Set<String> claimed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger done = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Duration elapsed = Duration.ZERO;
  private volatile @Nullable Throwable failure;

  /// @param plan what to run
  /// @param disturbances how
  /// @param log given a line when a fault begins and when it is over
  FaultExecutor(FaultPlan plan, Disturbances disturbances, Consumer<String> log) {
    this.disturbances = disturbances;
    this.log = log;
    this.waiting = new ArrayList<>(plan.faults());
    this.planned = plan.faults().size();
  }

  /// Begins every fault that can begin now; returns at once.
  ///
  /// @param passed the time since it was called last
  void advance(Duration passed) {
    if (waiting.isEmpty() || elapsed.compareTo(waiting.getFirst().start().plus(OVERDUE)) < 0) {
      elapsed = elapsed.plus(passed);
    }
    Set<String> taken = new HashSet<>(claimed);
    for (PlannedFault planned : List.copyOf(waiting)) {
      if (planned.start().compareTo(elapsed) > 0) {
        return;
      }
      Set<String> claims = planned.fault().claims();
      if (claims.stream().noneMatch(taken::contains)) {
        waiting.remove(planned);
        claimed.addAll(claims);
        threads.execute(() -> run(planned));
      }
      taken.addAll(claims);
    }
  }

  /// How many faults are over.
  int done() {
    return done.get();
  }

  /// Whether all are over.
  boolean isFinished() {
    return done.get() == planned;
  }

  /// Why a fault could not be put right; empty where all could.
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void run(PlannedFault planned) {
    log.accept("begin " + planned);
    try {
      String hit = disturbances.run(planned.fault(), planned.duration());
      log.accept("over  " + planned.fault() + (hit.isEmpty() ? "" : " " + hit));
      done.incrementAndGet();
      claimed.removeAll(planned.fault().claims());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.accept("failed " + planned.fault() + " " + e);
      failure = e;
    }
  }
}
