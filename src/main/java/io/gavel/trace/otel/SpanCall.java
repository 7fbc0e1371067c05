package io.gavel.trace.otel;

import io.gavel.trace.CallTrace;
import io.gavel.trace.ModelCall;
import io.gavel.trace.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The span of one call of a judge model, by the conventions for clients of generative AI.
///
/// @param span its own
/// @param context of the span
record SpanCall(Span span, TraceContext context) implements CallTrace {
  static SpanCall begin(Tracer tracer, Context parent, TraceContext from, ModelCall call) {
    URI endpoint = call.endpoint();
    SpanBuilder builder =
        tracer
            .spanBuilder(call.operation() + " " + call.model())
            .setSpanKind(SpanKind.CLIENT)
            .setParent(parent)
            .setAttribute(Names.GEN_AI_OPERATION, call.operation())
            .setAttribute(Names.GEN_AI_PROVIDER, Providers.of(endpoint.getHost()))
            .setAttribute(Names.REQUEST_MODEL, call.model())
            .setAttribute(Names.MAX_TOKENS, Long.valueOf(call.maxTokens()))
            .setAttribute(Names.TEMPERATURE, Double.valueOf(call.temperature()))
            .setAttribute(Names.TOP_P, Double.valueOf(call.topP()))
            .setAttribute(Names.SERVER_ADDRESS, endpoint.getHost())
            .setAttribute(Names.SERVER_PORT, Long.valueOf(port(endpoint)));
    if (call.answers() > 1) {
      builder.setAttribute(Names.CHOICES, Long.valueOf(call.answers()));
    }
    Span span = builder.startSpan();
    return new SpanCall(span, Spans.text(span.getSpanContext(), from));
  }

  @Override
  public void answered(
      String model,
      List<String> finishReasons,
      @Nullable Integer promptTokens,
      @Nullable Integer completionTokens) {
    span.setAttribute(Names.RESPONSE_MODEL, model);
    if (!finishReasons.isEmpty()) {
      span.setAttribute(Names.FINISH_REASONS, finishReasons);
    }
    if (promptTokens != null) {
      span.setAttribute(Names.INPUT_TOKENS, Long.valueOf(promptTokens.longValue()));
    }
    if (completionTokens != null) {
      span.setAttribute(Names.OUTPUT_TOKENS, Long.valueOf(completionTokens.longValue()));
    }
    span.end();
  }

  @Override
  public void failed(String type) {
    Spans.fail(span, type);
    span.end();
  }

  private static int port(URI endpoint) {
    if (endpoint.getPort() >= 0) {
      return endpoint.getPort();
    }
    return "https".equals(endpoint.getScheme()) ? 443 : 80;
  }
}
