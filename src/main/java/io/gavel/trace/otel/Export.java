package io.gavel.trace.otel;

import io.gavel.metric.TraceMeters;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits to be exported, of one kind, and what became of it. The SDK's own queue drops without
/// a word to us, so what enters it is bounded and counted here. For any thread.
final class Export {
  private static final Logger LOG = LoggerFactory.getLogger(Export.class);
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final String kind;
  private final int most;
  private final TraceMeters meters;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());

  /// @param kind `spans` or `events`
  /// @param most how many wait
  /// @param meters counts
  Export(String kind, int most, TraceMeters meters) {
    this.kind = kind;
    this.most = most;
    this.meters = meters;
  }

  /// Whether there is room for one more, which is then taken; otherwise it is counted as dropped.
  boolean enter() {
    if (waiting.incrementAndGet() <= most) {
      return true;
    }
    waiting.decrementAndGet();
    meters.told(kind, TraceMeters.DROPPED, 1);
    return false;
  }

  /// So many are being sent.
  ///
  /// @param result what becomes of them
  CompletableResultCode leave(int count, CompletableResultCode result) {
    waiting.addAndGet(-count);
    return result.whenComplete(() -> {
      meters.told(kind, result.isSuccess() ? TraceMeters.EXPORTED : TraceMeters.FAILED, count);
      if (!result.isSuccess()) {
        log(count, result.getFailureThrowable());
      }
    });
  }

  private void log(int count, @Nullable Throwable cause) {
    long now = System.nanoTime();
    long next = nextLogNanos.get();
    if (now - next >= 0 && nextLogNanos.compareAndSet(next, now + LOG_INTERVAL.toNanos())) {
      LOG.warn(
          "trace_export_failed the work goes on; kind={} lost={} cause={} hint=\"check"
              + " tracing.endpoint and tracing.headers\"",
          kind,
          count,
          cause == null ? "unknown" : cause.toString());
    }
  }
}
