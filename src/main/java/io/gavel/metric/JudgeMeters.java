package io.gavel.metric;

import io.gavel.metric.MeterDefinition.ForGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The meters of one judge profile; each carries the tag `profile`. Any thread may use them.
public final class JudgeMeters {
  private final MeterRegistry registry;
  private final String profile;
  private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
  private final AtomicInteger unreachable;
  private final AtomicInteger misconfigured;

  /// @param registry where the meters are
  /// @param profile the judge profile's name
  public JudgeMeters(MeterRegistry registry, String profile) {
    this.registry = registry;
    this.profile = profile;
    unreachable = shown(Catalogue.JUDGE_WAITING, "unreachable");
    misconfigured = shown(Catalogue.JUDGE_WAITING, "misconfigured");
  }

  /// A call starts; it is counted when it is closed.
  ///
  /// @param endpoint the server's base URL without credentials
  public Call calling(String endpoint) {
    AtomicInteger underWay =
        inFlight.computeIfAbsent(endpoint, named -> shown(Catalogue.JUDGE_IN_FLIGHT, named));
    underWay.incrementAndGet();
    return new Call(endpoint, underWay, Timer.start(registry));
  }

  /// Tokens of an answer.
  ///
  /// @param prompt of the prompt; null where the server did not say
  /// @param completion of the answer; null where the server did not say
  public void tokens(@Nullable Integer prompt, @Nullable Integer completion) {
    count("prompt", prompt);
    count("completion", completion);
  }

  /// A question is asked again.
  ///
  /// @param cause `overloaded`, `failed`, `unreadable` or `cut_off`
  public void retried(String cause) {
    Catalogue.JUDGE_RETRIES.in(registry, profile, cause).increment();
  }

  /// An answer was read.
  ///
  /// @param reading `score`, `unreadable` or `cut_off`
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

  private void count(String direction, @Nullable Integer tokens) {
    if (tokens != null) {
      Catalogue.JUDGE_TOKENS.in(registry, profile, direction).increment(tokens);
    }
  }

  private AtomicInteger shown(ForGauge gauge, String tagValue) {
    AtomicInteger value = new AtomicInteger();
    gauge.in(registry, value::get, profile, tagValue);
    return value;
  }
}
