package io.gavel.trace.otel;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.trace.OutcomeTrace;
import io.gavel.trace.TraceContext;
import io.gavel.trace.TraceHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/// The span from an outcome to its committed transaction; the result is told when that is there,
/// and so once for each outcome.
///
/// @param evaluations tells results
/// @param span its own
/// @param generation the context of what was evaluated
/// @param context of the span
record SpanOutcome(
    Evaluations evaluations, Span span, TraceContext generation, TraceContext context)
    implements OutcomeTrace {
  @Override
  public void addTo(Headers headers) {
    TraceHeaders.set(headers, context);
  }

  @Override
  public void published(ProducerRecord<byte[], byte[]> record, Feedback feedback) {
    end(record);
    if (span.getSpanContext().isSampled()) {
      evaluations.tell(evaluated(), feedback);
    }
  }

  @Override
  public void published(ProducerRecord<byte[], byte[]> record, DeadLetter deadLetter) {
    end(record);
    if (span.getSpanContext().isSampled()) {
      evaluations.tell(evaluated(), deadLetter);
    }
  }

  private void end(ProducerRecord<byte[], byte[]> record) {
    span.updateName("send " + record.topic());
    span.setAttribute(Names.DESTINATION, record.topic());
    span.end();
  }

  /// The span of what was evaluated, as the conventions want; where it is not known, this one.
  private Context evaluated() {
    return generation.isPresent() ? Spans.context(generation) : Context.root().with(span);
  }
}
