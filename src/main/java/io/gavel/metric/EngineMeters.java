package io.gavel.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/// What the engine counts. Any thread may use it.
public final class EngineMeters {
  private final MeterRegistry registry;
  private final Timer transactions;
  private final Counter abortedTransactions;
  private volatile State state = State.IDLE;

  /// What the loop saw at the end of its last turn.
  ///
  /// @param held requests received and not yet published
  /// @param finished those of them that are finished
  /// @param oldestTimestamp the timestamp of the oldest of them; [Long#MAX_VALUE] where there are
  ///   none
  /// @param mapLength of the longest completed map, in characters
  /// @param watermarkLag the most offsets that a watermark is behind what was received
  /// @param transactionAge how long the transaction under way takes; zero where there is none
  /// @param paused partitions that are not read
  public record State(
      int held,
      int finished,
      long oldestTimestamp,
      int mapLength,
      long watermarkLag,
      Duration transactionAge,
      int paused) {
    private static final State IDLE = new State(0, 0, Long.MAX_VALUE, 0, 0, Duration.ZERO, 0);
  }

  /// @param registry where the meters are kept
  public EngineMeters(MeterRegistry registry) {
    this.registry = registry;
    this.transactions = Catalogue.ENGINE_TRANSACTION.in(registry);
    this.abortedTransactions = Catalogue.ENGINE_TRANSACTIONS_ABORTED.in(registry);
  }

  /// Registers what is read when it is asked for.
  ///
  /// @param inFlight the calls under way
  /// @param clock tells how old the oldest request is
  public void observe(IntSupplier inFlight, InstantSource clock) {
    Catalogue.ENGINE_IN_FLIGHT.in(registry, inFlight::getAsInt);
    Catalogue.ENGINE_HELD.in(registry, () -> state.held());
    Catalogue.ENGINE_FINISHED.in(registry, () -> state.finished());
    Catalogue.ENGINE_QUEUE_AGE.in(registry, () -> queueAgeSeconds(clock));
    Catalogue.ENGINE_MAP_LENGTH.in(registry, () -> state.mapLength());
    Catalogue.ENGINE_WATERMARK_LAG.in(registry, () -> state.watermarkLag());
    Catalogue.ENGINE_TRANSACTION_AGE.in(registry, () -> state.transactionAge().toNanos() / 1e9);
    Catalogue.ENGINE_PARTITIONS_PAUSED.in(registry, () -> state.paused());
  }

  /// The loop made a turn.
  public void turned(State seen) {
    state = seen;
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
    return abortedTransactions;
  }

  /// Partitions came or went.
  ///
  /// @param event `assigned`, `revoked` or `lost`
  public Counter rebalances(String event) {
    return Catalogue.ENGINE_REBALANCES.in(registry, event);
  }

  /// Outcomes were not published, since their requests have or get theirs elsewhere.
  ///
  /// @param cause `assignment_over`: finished after the partition had gone; `completed_map`: an
  ///   earlier owner had published it; `already_published`: this one had
  /// @param count how many
  public void duplicatesPrevented(String cause, int count) {
    Catalogue.ENGINE_DUPLICATES_PREVENTED.in(registry, cause).increment(count);
  }

  private double queueAgeSeconds(InstantSource clock) {
    long oldest = state.oldestTimestamp();
    return oldest == Long.MAX_VALUE ? 0 : Math.max(0, clock.millis() - oldest) / 1000.0;
  }
}
