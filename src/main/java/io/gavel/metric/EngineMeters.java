package io.gavel.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.IntSupplier;

/// What the engine counts.
public final class EngineMeters {
  private final MeterRegistry registry;
  private final Timer transactions;

  /// @param registry where the meters are kept
  public EngineMeters(MeterRegistry registry) {
    this.registry = registry;
    this.transactions =
        Timer.builder("gavel.engine.transaction")
            .description("Time of one committed transaction that publishes outcomes")
            .register(registry);
  }

  /// Judge requests that are with the judges now.
  public void inFlight(IntSupplier count) {
    Gauge.builder("gavel.engine.in.flight", count, IntSupplier::getAsInt)
        .description("Judge requests that are with the judges now")
        .register(registry);
  }

  /// One committed transaction.
  public Timer transactions() {
    return transactions;
  }

  /// Outcomes that were published.
  ///
  /// @param outcome `feedback`, or the reason of the dead letter
  public Counter outcomes(String outcome) {
    return Counter.builder("gavel.engine.outcomes")
        .description("Outcomes published: feedback, or dead letters under their reason")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Transactions that were not committed.
  public Counter abortedTransactions() {
    return Counter.builder("gavel.engine.transactions.aborted")
        .description("Transactions that were not committed; their outcomes were published later")
        .register(registry);
  }
}
