package io.gavel.metric;

import io.gavel.metric.MeterDefinition.ForGauge;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The meters of one judge profile's calls; each carries the tag `profile`. Any thread may use
/// them. Those of its pool are [PoolMeters].
public final class JudgeMeters {
  private final MeterRegistry registry;
  private final String profile;
  private final Map<String, Shown> inFlight = new ConcurrentHashMap<>();
  private final AtomicInteger unreachable;
  private final AtomicInteger misconfigured;

  /// A number and the gauge that shows it.
  private record Shown(AtomicInteger value, Gauge gauge) {}

  /// @param registry where the meters are
  /// @param profile the judge profile's name
  public JudgeMeters(MeterRegistry registry, String profile) {
    this.registry = registry;
    this.profile = profile;
    unreachable = shown(Catalogue.JUDGE_WAITING, "unreachable").value();
    misconfigured = shown(Catalogue.JUDGE_WAITING, "misconfigured").value();
  }

  /// A call starts; it is counted when it is closed.
  ///
  /// @param endpoint the server's base URL without credentials
  public Call calling(String endpoint) {
    AtomicInteger underWay =
        inFlight
            .computeIfAbsent(endpoint, named -> shown(Catalogue.JUDGE_IN_FLIGHT, named))
            .value();
    underWay.incrementAndGet();
    return new Call(endpoint, underWay, Timer.start(registry));
  }

  /// An endpoint goes: what shows its calls under way goes with it, and what counted them stays.
  ///
  /// @param endpoint as it was called
  public void gone(String endpoint) {
    Shown gone = inFlight.remove(endpoint);
    if (gone != null) {
      registry.remove(gone.gauge());
    }
  }

  /// Tokens of an answer.
  ///
  /// @param endpoint the server's base URL without credentials
  /// @param prompt of the prompt; null where the server did not say
  /// @param completion of the answer; null where the server did not say
  public void tokens(String endpoint, @Nullable Integer prompt, @Nullable Integer completion) {
    count(endpoint, "prompt", prompt);
    count(endpoint, "completion", completion);
  }

  /// A question is asked again.
  ///
  /// @param cause `overloaded`, `failed`, `unreadable` or `cut_off`
  public void retried(String cause) {
    Catalogue.JUDGE_RETRIES.in(registry, profile, cause).increment();
  }

  /// An answer was read.
  ///
  /// @param reading `score`, `preference`, `unreadable` or `cut_off`
  public void read(String reading) {
    Catalogue.JUDGE_ANSWERS.in(registry, profile, reading).increment();
  }

  /// A request starts to wait, until it is closed.
  ///
  /// @param cause `unreachable` or `misconfigured`
  public Waiting waiting(String cause) {
    AtomicInteger waiting = cause.equals("misconfigured") ? misconfigured : unreachable;
    waiting.incrementAndGet();
    return waiting::decrementAndGet;
  }

  /// A request that waits.
  @FunctionalInterface
  public interface Waiting extends AutoCloseable {
    /// It waits no longer.
    @Override
    void close();
  }

  /// A call under way. For one thread.
  public final class Call implements AutoCloseable {
    private final String endpoint;
    private final AtomicInteger underWay;
    private final Timer.Sample started;
    private String outcome = "cancelled";

    private Call(String endpoint, AtomicInteger underWay, Timer.Sample started) {
      this.endpoint = endpoint;
      this.underWay = underWay;
      this.started = started;
    }

    /// Notes how it ended; a call that is closed without was cancelled.
    public void ended(String how) {
      outcome = how;
    }

    /// Counts and times it.
    @Override
    public void close() {
      underWay.decrementAndGet();
      started.stop(Catalogue.JUDGE_CALLS.in(registry, profile, endpoint, outcome));
    }
  }

  private void count(String endpoint, String direction, @Nullable Integer tokens) {
    if (tokens != null) {
      Catalogue.JUDGE_TOKENS.in(registry, profile, endpoint, direction).increment(tokens);
    }
  }

  private Shown shown(ForGauge gauge, String tagValue) {
    AtomicInteger value = new AtomicInteger();
    return new Shown(value, gauge.in(registry, value::get, profile, tagValue));
  }
}
