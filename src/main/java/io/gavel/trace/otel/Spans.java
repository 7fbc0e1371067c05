package io.gavel.trace.otel;

import io.gavel.trace.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Contexts between their text and the SDK, and what spans of records have in common. Contexts are
/// handed on and never made those of a thread.
final class Spans {
  /// Where they begin in a `traceparent`.
  private static final int TRACE_ID = 3;

  private static final int SPAN_ID = 36;
  private static final int FLAGS = 53;

  private Spans() {}

  /// The SDK's form; the root where there is no trace.
  static Context context(TraceContext from) {
    return from.isPresent() ? Context.root().with(Span.wrap(remote(from))) : Context.root();
  }

  /// The context of a span of somebody else's.
  static SpanContext remote(TraceContext from) {
    String parent = from.traceparent();
    return SpanContext.createFromRemoteParent(
        parent.substring(TRACE_ID, SPAN_ID - 1),
        parent.substring(SPAN_ID, FLAGS - 1),
        TraceFlags.fromHex(parent, FLAGS),
        state(from.tracestate()));
  }

  private static TraceState state(String tracestate) {
    TraceStateBuilder state = TraceState.builder();
    // Each that is put stands before those that were; what is not right, the builder leaves out.
    for (String member : List.of(tracestate.split(",", -1)).reversed()) {
      int equals = member.indexOf('=');
      if (equals > 0) {
        state.put(member.substring(0, equals).strip(), member.substring(equals + 1).strip());
      }
    }
    return state.build();
  }

  /// The text of a span's context, which takes over what goes with its parent's.
  static TraceContext text(SpanContext span, TraceContext parent) {
    return new TraceContext(
        "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex(),
        parent.tracestate(),
        parent.baggage());
  }

  /// Begins the span of a record that is worked on.
  static Span processing(
      Tracer tracer, ConsumerRecord<byte[], byte[]> source, TraceContext parent) {
    return of(tracer, "process", source.topic(), SpanKind.CONSUMER, context(parent))
        .setAttribute(Names.PARTITION, Integer.toString(source.partition()))
        .setAttribute(Names.OFFSET, Long.valueOf(source.offset()))
        .startSpan();
  }

  /// Begins a span of a topic.
  static SpanBuilder of(
      Tracer tracer, String operation, String topic, SpanKind kind, Context parent) {
    return tracer
        .spanBuilder(operation + " " + topic)
        .setSpanKind(kind)
        .setParent(parent)
        .setAttribute(Names.MESSAGING_SYSTEM, "kafka")
        .setAttribute(Names.OPERATION_NAME, operation)
        .setAttribute(Names.OPERATION_TYPE, operation)
        .setAttribute(Names.DESTINATION, topic);
  }

  /// Marks a span as failed.
  ///
  /// @param type why, one of few words
  static void fail(Span span, String type) {
    span.setAttribute(Names.ERROR_TYPE, type);
    span.setStatus(StatusCode.ERROR);
  }
}
