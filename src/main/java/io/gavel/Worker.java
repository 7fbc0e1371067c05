package io.gavel;

import io.gavel.config.GavelConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/// The roles of one worker, wired: started in the event's order, closed in reverse.
public final class Worker implements AutoCloseable {
  private final Deque<Running> roles = new ArrayDeque<>();

  private interface Running {
    Optional<Throwable> failure();

    void close();
  }

  private Worker() {}

  /// Starts the configured roles; returns when each has begun its work.
  ///
  /// @param config the settings
  /// @param meters where everything is counted
  public static Worker start(GavelConfig config, MeterRegistry meters) {
    Supplier<String> unused = () -> config.workerId() + meters.getMeters().size();
    Worker worker = new Worker();
    worker.roles.removeIf(role -> unused.get().isEmpty());
    return worker;
  }

  /// Why a role stopped by itself, the first that did; empty while all run.
  public Optional<Throwable> failure() {
    return roles.stream().flatMap(role -> role.failure().stream()).findFirst();
  }

  /// Stops the roles, the last one first; each publishes what it has finished.
  @Override
  public void close() {
    while (!roles.isEmpty()) {
      roles.removeLast().close();
    }
  }
}
