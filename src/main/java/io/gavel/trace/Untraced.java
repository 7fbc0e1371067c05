package io.gavel.trace;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Tells nobody of anything, and passes each context on as it came. For what is in no trace it
/// makes no objects.
final class Untraced implements Tracing {
  private static final Decision NO_DECISION = new Decision(TraceContext.NONE);
  private static final Request NO_REQUEST = new Request(TraceContext.NONE);

  @Override
  public DecisionTrace decision(ConsumerRecord<byte[], byte[]> source) {
    TraceContext context = TraceHeaders.of(source.headers());
    return context.isEmpty() ? NO_DECISION : new Decision(context);
  }

  @Override
  public RequestTrace request(ConsumerRecord<byte[], byte[]> source) {
    TraceContext context = TraceHeaders.of(source.headers());
    return context.isEmpty() ? NO_REQUEST : new Request(context);
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  record Decision(TraceContext context) implements DecisionTrace {
    @Override
    public Headers headers() {
      return TraceHeaders.with(context);
    }

    @Override
    public void with(TraceContext other) {
      // Tells nobody.
    }

    @Override
    public void decided(String outcome, int requests, boolean failed) {
      // Tells nobody.
    }
  }

  record Request(TraceContext context) implements RequestTrace, CallTrace, OutcomeTrace {
    @Override
    public void read(JudgeRequest request) {
      // Tells nobody.
    }

    @Override
    public CallTrace calling(ModelCall call) {
      return this;
    }

    @Override
    public OutcomeTrace outcome(String code, boolean failed) {
      return this;
    }

    @Override
    public void cancelled() {
      // Tells nobody.
    }

    @Override
    public void answered(
        String model,
        List<String> finishReasons,
        @Nullable Integer promptTokens,
        @Nullable Integer completionTokens) {
      // Tells nobody.
    }

    @Override
    public void failed(String type) {
      // Tells nobody.
    }

    @Override
    public void addTo(Headers headers) {
      TraceHeaders.set(headers, context);
    }

    @Override
    public void published(ProducerRecord<byte[], byte[]> record, Feedback feedback) {
      // Tells nobody.
    }

    @Override
    public void published(ProducerRecord<byte[], byte[]> record, DeadLetter deadLetter) {
      // Tells nobody.
    }
  }
}
