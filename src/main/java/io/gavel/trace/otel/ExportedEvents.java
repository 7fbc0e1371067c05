package io.gavel.trace.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/// Counts what becomes of events.
///
/// @param next sends them
/// @param export counts
record ExportedEvents(LogRecordExporter next, Export export) implements LogRecordExporter {
  @Override
  public CompletableResultCode export(Collection<LogRecordData> events) {
    return export.leave(events.size(), next.export(events));
  }

  @Override
  public CompletableResultCode flush() {
    return next.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }
}
