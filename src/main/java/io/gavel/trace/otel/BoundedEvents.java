package io.gavel.trace.otel;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

/// Lets no more events wait than an [Export] has room for.
///
/// @param next the queue
/// @param export counts
record BoundedEvents(LogRecordProcessor next, Export export) implements LogRecordProcessor {
  @Override
  public void onEmit(Context context, ReadWriteLogRecord event) {
    if (export.enter()) {
      next.onEmit(context, event);
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return next.forceFlush();
  }
}
