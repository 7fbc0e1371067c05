package io.gavel.trace.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/// Counts what becomes of spans.
///
/// @param next sends them
/// @param export counts
record ExportedSpans(SpanExporter next, Export export) implements SpanExporter {
  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return export.leave(spans.size(), next.export(spans));
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
