package io.gavel.trace.otel;

import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.trace.CallTrace;
import io.gavel.trace.ModelCall;
import io.gavel.trace.OutcomeTrace;
import io.gavel.trace.RequestTrace;
import io.gavel.trace.TraceContext;
import io.gavel.trace.TraceHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The span of one judge request, and those of its calls and its outcome below it.
///
/// @param tracer makes spans
/// @param evaluations tells results
/// @param source the request's record
/// @param span its own
/// @param generation the context of what is evaluated
/// @param context of the span
record SpanRequest(
    Tracer tracer,
    Evaluations evaluations,
    ConsumerRecord<byte[], byte[]> source,
    Span span,
    TraceContext generation,
    TraceContext context)
    implements RequestTrace {
  static SpanRequest begin(
      Tracer tracer, Evaluations evaluations, ConsumerRecord<byte[], byte[]> source) {
    TraceContext parent = TraceHeaders.of(source.headers());
    Span span = Spans.processing(tracer, source, parent);
    return new SpanRequest(
        tracer,
        evaluations,
        source,
        span,
        TraceHeaders.generation(source.headers(), parent),
        Spans.text(span.getSpanContext(), parent));
  }

  @Override
  public void read(JudgeRequest request) {
    Generation generation = request.getGeneration();
    span.setAttribute(Names.REQUEST_ID, request.getRequestId());
    span.setAttribute(Names.GENERATION_ID, generation.getGenerationId());
    span.setAttribute(Names.RUBRIC_ID, request.getRubric().getRubricId());
    span.setAttribute(Names.APPLICATION, generation.getApplication());
    span.setAttribute(Names.MODEL, generation.getModel());
    request
        .getComparedTo()
        .ifPresent(other -> span.setAttribute(Names.COMPARED_TO_ID, other.getGenerationId()));
  }

  @Override
  public CallTrace calling(ModelCall call) {
    return SpanCall.begin(tracer, Context.root().with(span), context, call);
  }

  @Override
  public OutcomeTrace outcome(String code, boolean failed) {
    span.setAttribute(Names.OUTCOME, code);
    if (failed) {
      Spans.fail(span, code);
    }
    // Its topic is told once it is published: an outcome that is too large becomes another one.
    Span publishing =
        Spans.of(tracer, "send", source.topic(), SpanKind.PRODUCER, Context.root().with(span))
            .startSpan();
    span.end();
    return new SpanOutcome(
        evaluations, publishing, generation, Spans.text(publishing.getSpanContext(), context));
  }

  @Override
  public void cancelled() {
    Spans.fail(span, "cancelled");
    span.end();
  }
}
