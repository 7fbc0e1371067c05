package io.gavel.metric;

import io.micrometer.core.instrument.Counter;
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
    this.transactions = Catalogue.ENGINE_TRANSACTION.in(registry);
  }

  /// Judge requests that are with the judges now.
  public void inFlight(IntSupplier count) {
    Catalogue.ENGINE_IN_FLIGHT.in(registry, count::getAsInt);
  }

  /// One committed transaction.
  public Timer transactions() {
    return transactions;
  }

  /// Outcomes that were published.
  ///
  /// @param outcome `feedback`, or the reason of the dead letter
  public Counter outcomes(String outcome) {
    return Catalogue.ENGINE_OUTCOMES.in(registry, outcome);
  }

  /// Transactions that were not committed.
  public Counter abortedTransactions() {
    return Catalogue.ENGINE_TRANSACTIONS_ABORTED.in(registry);
  }
}
