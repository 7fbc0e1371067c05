package io.gavel.trace.otel;

import io.gavel.trace.DecisionTrace;
import io.gavel.trace.TraceContext;
import io.gavel.trace.TraceHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/// The span of what is decided of a generation, below that of whoever produced it.
///
/// @param span its own
/// @param generation the context the generation came with
/// @param own the context of the span
record SpanDecision(Span span, TraceContext generation, TraceContext own) implements DecisionTrace {
  static SpanDecision begin(Tracer tracer, ConsumerRecord<byte[], byte[]> source) {
    TraceContext generation = TraceHeaders.of(source.headers());
    Span span = Spans.processing(tracer, source, generation);
    return new SpanDecision(span, generation, Spans.text(span.getSpanContext(), generation));
  }

  @Override
  public Headers headers() {
    Headers headers = TraceHeaders.with(own);
    if (generation.isPresent()) {
      headers.add(
          TraceHeaders.GENERATION_TRACEPARENT,
          generation.traceparent().getBytes(StandardCharsets.US_ASCII));
    }
    return headers;
  }

  @Override
  public void with(TraceContext other) {
    if (other.isPresent()) {
      span.addLink(Spans.remote(other));
    }
  }

  @Override
  public void decided(String outcome, int requests, boolean failed) {
    span.setAttribute(Names.OUTCOME, outcome);
    span.setAttribute(Names.JUDGE_REQUESTS, Long.valueOf(requests));
    if (failed) {
      Spans.fail(span, outcome);
    }
    span.end();
  }
}
