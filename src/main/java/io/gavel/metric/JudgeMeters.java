package io.gavel.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The meters of one judge profile's calls; each carries the tag `profile`. Any thread may use
/// them. Those of its pool are [PoolMeters].
///
/// | meter | what |
/// | --- | --- |
/// | `gavel.judge.calls` | timer of calls by `endpoint` and `outcome`; its count is the number of calls |
/// | `gavel.judge.in_flight` | calls under way by `endpoint` |
/// | `gavel.judge.tokens` | tokens as servers count them, by `direction` (prompt, completion) |
/// | `gavel.judge.retries` | calls repeated, by `cause` |
/// | `gavel.judge.answers` | answers by what was read in them (score, unreadable, cut_off) |
/// | `gavel.judge.waiting` | requests that wait for a judge, by `cause` (unreachable, misconfigured): above 0 the judge is in that state |
public final class JudgeMeters {
  private final MeterRegistry registry;
  private final Tags profile;
  private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
  private final AtomicInteger unreachable;
  private final AtomicInteger misconfigured;

  /// @param registry where the meters are
  /// @param profile the judge profile's name
  public JudgeMeters(MeterRegistry registry, String profile) {
    this.registry = registry;
    this.profile = Tags.of("profile", profile);
    unreachable = waitingGauge("unreachable");
    misconfigured = waitingGauge("misconfigured");
  }

  /// A call starts; it is counted when it is closed.
  ///
  /// @param endpoint the server's base URL without credentials
  public Call calling(String endpoint) {
    AtomicInteger underWay =
        inFlight.computeIfAbsent(
            endpoint,
            named ->
                gauge("gavel.judge.in_flight", "Calls under way.", profile.and("endpoint", named)));
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
    Counter.builder("gavel.judge.retries")
        .description("Calls repeated.")
        .tags(profile.and("cause", cause))
        .register(registry)
        .increment();
  }

  /// An answer was read.
  ///
  /// @param reading `score`, `unreadable` or `cut_off`
  public void read(String reading) {
    Counter.builder("gavel.judge.answers")
        .description("Answers by what was read in them.")
        .tags(profile.and("reading", reading))
        .register(registry)
        .increment();
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
      started.stop(
          Timer.builder("gavel.judge.calls")
              .description("Calls by outcome, and their time.")
              .tags(profile.and("endpoint", endpoint, "outcome", outcome))
              .register(registry));
    }
  }

  private void count(String direction, @Nullable Integer tokens) {
    if (tokens != null) {
      Counter.builder("gavel.judge.tokens")
          .description("Tokens as the servers count them.")
          .tags(profile.and("direction", direction))
          .register(registry)
          .increment(tokens);
    }
  }

  private AtomicInteger waitingGauge(String cause) {
    return gauge(
        "gavel.judge.waiting",
        "Requests that wait for a judge that cannot be asked.",
        profile.and("cause", cause));
  }

  private AtomicInteger gauge(String name, String description, Tags tags) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder(name, value, AtomicInteger::get)
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(registry);
    return value;
  }
}
