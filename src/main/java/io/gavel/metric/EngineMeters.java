package io.gavel.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/// What the engine counts. Any thread may use it.
///
/// | meter | what |
/// | --- | --- |
/// | `gavel.engine.in.flight` | judge requests that are with the judges, or wait for one, now |
/// | `gavel.engine.held` | requests received and not yet published |
/// | `gavel.engine.finished` | those of them that are finished |
/// | `gavel.engine.queue.age` | age of the oldest of them, by its record's timestamp, in seconds |
/// | `gavel.engine.map.length` | length of the longest completed map, in characters |
/// | `gavel.engine.watermark.lag` | offsets that the furthest watermark is behind what was received |
/// | `gavel.engine.partitions.paused` | partitions that are not read, as there is enough to do |
/// | `gavel.engine.transaction` | timer of committed transactions |
/// | `gavel.engine.transaction.age` | how long the transaction under way takes already, in seconds |
/// | `gavel.engine.transactions.aborted` | transactions that were not committed |
/// | `gavel.engine.outcomes` | outcomes published, by `outcome`: feedback, or the dead letter's reason |
/// | `gavel.engine.rebalances` | partitions came or went, by `event`: assigned, revoked, lost |
/// | `gavel.engine.duplicates.prevented` | outcomes not published a second time, by `cause` |
public final class EngineMeters {
  private final MeterRegistry registry;
  private final Timer transactions;
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
    this.transactions =
        Timer.builder("gavel.engine.transaction")
            .description("Time of one committed transaction that publishes outcomes")
            .register(registry);
  }

  /// Registers what is read when it is asked for.
  ///
  /// @param inFlight the calls under way
  /// @param clock tells how old the oldest request is
  public void observe(IntSupplier inFlight, InstantSource clock) {
    Gauge.builder("gavel.engine.in.flight", inFlight, IntSupplier::getAsInt)
        .description("Judge requests that are with the judges, or wait for one, now")
        .register(registry);
    gauge("gavel.engine.held", "Requests received and not yet published", State::held);
    gauge("gavel.engine.finished", "Requests finished and not yet published", State::finished);
    gauge(
        "gavel.engine.queue.age",
        "Age of the oldest request received and not yet published, in seconds",
        seen ->
            seen.oldestTimestamp() == Long.MAX_VALUE
                ? 0
                : Math.max(0, clock.millis() - seen.oldestTimestamp()) / 1000.0);
    gauge(
        "gavel.engine.map.length",
        "Length of the longest completed map, in characters",
        State::mapLength);
    gauge(
        "gavel.engine.watermark.lag",
        "Offsets that the furthest watermark is behind what was received",
        State::watermarkLag);
    gauge(
        "gavel.engine.transaction.age",
        "How long the transaction under way takes already, in seconds",
        seen -> seen.transactionAge().toNanos() / 1e9);
    gauge(
        "gavel.engine.partitions.paused",
        "Partitions that are not read, as there is enough to do",
        State::paused);
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

  /// Partitions came or went.
  ///
  /// @param event `assigned`, `revoked` or `lost`
  public Counter rebalances(String event) {
    return Counter.builder("gavel.engine.rebalances")
        .description("Partitions came or went")
        .tag("event", event)
        .register(registry);
  }

  /// Outcomes were not published, since their requests have or get theirs elsewhere.
  ///
  /// @param cause `assignment_over`: finished after the partition had gone; `completed_map`: an
  ///   earlier owner had published it; `already_published`: this one had
  /// @param count how many
  public void duplicatesPrevented(String cause, int count) {
    Counter.builder("gavel.engine.duplicates.prevented")
        .description("Outcomes that were not published a second time")
        .tag("cause", cause)
        .register(registry)
        .increment(count);
  }

  private void gauge(String name, String description, ToDoubleFunction<State> value) {
    Gauge.builder(name, this, meters -> value.applyAsDouble(meters.state))
        .description(description)
        .register(registry);
  }
}
