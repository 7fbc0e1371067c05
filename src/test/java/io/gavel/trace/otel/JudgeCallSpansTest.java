package io.gavel.trace.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.config.JudgeConfig;
import io.gavel.config.Secret;
import io.gavel.config.TracingConfig;
import io.gavel.judge.Judges;
import io.gavel.judge.TestingRequests;
import io.gavel.judge.Verdict;
import io.gavel.judge.model.TestingJudgeServer;
import io.gavel.judge.model.TestingProfiles;
import io.gavel.metric.TraceMeters;
import io.gavel.trace.RequestTrace;
import io.gavel.trace.TestingCollector;
import io.gavel.trace.TraceContext;
import io.gavel.trace.TraceHeaders;
import io.gavel.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The calls of one request over HTTP, to a judge server and to a collector.
class JudgeCallSpansTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final TraceContext FROM =
      new TraceContext("00-" + TRACE + "-00f067aa0ba902b7-01", "vendor=1", "tenant=secret");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TestingCollector collector = TestingCollector.start();

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void eachAttemptIsASpanOfItsOwnWhichTheServerIsToldOf() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (TestingJudgeServer server =
            new TestingJudgeServer(exchange ->
                (calls.getAndIncrement() == 0
                        ? TestingJudgeServer.respond(503, "{}")
                        : TestingJudgeServer.complete("\"Fine. [RESULT] 4\"", "stop"))
                    .serve(exchange));
        Judges judges = judges(server)) {
      try (Tracing tracing = tracing()) {
        RequestTrace trace = tracing.request(source(FROM));
        assertThat(judges.assess(TestingRequests.request("Why?", "Because.").build(), trace))
            .isInstanceOf(Verdict.Scored.class);
        trace.outcome("feedback", false);
      }

      awaitSpans(3);
      List<Span> spans = collector.spans("chat prometheus-7b");
      Span request = collector.spans("process requests").getFirst();
      assertThat(spans).hasSize(2);
      assertThat(spans)
          .allSatisfy(span -> {
            assertThat(TestingCollector.hex(span.getTraceId())).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
            assertThat(span.getTraceState()).isEqualTo("vendor=1");
          });
      assertThat(server.exchanges())
          .extracting(exchange -> header(exchange, "traceparent").orElseThrow())
          .containsExactlyElementsOf(
              spans.stream()
                  .map(span -> "00-" + TRACE + "-" + TestingCollector.hex(span.getSpanId()) + "-01")
                  .toList());
      assertThat(server.exchanges())
          .allSatisfy(exchange -> {
            assertThat(header(exchange, "tracestate")).contains("vendor=1");
            assertThat(header(exchange, "baggage")).isEmpty();
          });
      assertThat(spans.getFirst().getStatus().getCode())
          .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(TestingCollector.attributes(spans.getFirst().getAttributesList()))
          .containsEntry("error.type", "overloaded");
      assertThat(TestingCollector.attributes(spans.getLast().getAttributesList()))
          .isEqualTo(
              Map.ofEntries(
                  Map.entry("gen_ai.operation.name", "chat"),
                  Map.entry("gen_ai.provider.name", "openai_compatible"),
                  Map.entry("gen_ai.request.model", "prometheus-7b"),
                  Map.entry("gen_ai.request.max_tokens", "1024"),
                  Map.entry("gen_ai.request.temperature", "1.0"),
                  Map.entry("gen_ai.request.top_p", "0.9"),
                  Map.entry("gen_ai.response.model", "prometheus-7b"),
                  Map.entry("gen_ai.response.finish_reasons", "[stop]"),
                  Map.entry("gen_ai.usage.input_tokens", "700"),
                  Map.entry("gen_ai.usage.output_tokens", "42"),
                  Map.entry("server.address", "127.0.0.1"),
                  Map.entry("server.port", Integer.toString(server.port()))));
    }
  }

  @Test
  void withoutTracingTheServerIsToldOfTheProducersSpan() throws Exception {
    try (TestingJudgeServer server =
            new TestingJudgeServer(TestingJudgeServer.complete("\"Fine. [RESULT] 4\"", "stop"));
        Judges judges = judges(server)) {
      judges.assess(
          TestingRequests.request("Why?", "Because.").build(), Tracing.OFF.request(source(FROM)));
      judges.assess(TestingRequests.request("Why?", "Because.").build());

      assertThat(header(server.exchanges().getFirst(), "traceparent")).contains(FROM.traceparent());
      assertThat(header(server.exchanges().getFirst(), "baggage")).isEmpty();
      assertThat(header(server.exchanges().getLast(), "traceparent")).isEmpty();
    }
    assertThat(collector.authorizations()).isEmpty();
  }

  @Test
  void aTraceThatItsProducerDoesNotSampleIsPassedOnAndNotTold() {
    TraceContext unsampled = new TraceContext("00-" + TRACE + "-00f067aa0ba902b7-00", "", "");
    String passedOn;
    try (Tracing tracing = tracing()) {
      RequestTrace trace = tracing.request(source(unsampled));
      passedOn = trace.context().traceparent();
      trace.outcome("feedback", false);
    }

    assertThat(passedOn).startsWith("00-" + TRACE + "-").endsWith("-00");
    assertThat(collector.spans()).isEmpty();
  }

  @Test
  void anOutcomeIsToldWhenItIsPublishedAndARequestThatIsGivenUpIsNoOutcome() {
    try (Tracing tracing = tracing()) {
      tracing.request(source(FROM)).outcome("feedback", false);
      tracing.request(source(FROM)).cancelled();
    }

    awaitSpans(2);
    assertThat(collector.spans())
        .extracting(span -> TestingCollector.attributes(span.getAttributesList()).get("error.type"))
        .containsExactlyInAnyOrder(null, "cancelled");
    assertThat(collector.spans()).extracting(Span::getName).containsOnly("process requests");
    assertThat(collector.events()).isEmpty();
  }

  /// Closing sends what is left and waits only so long for the collector.
  private void awaitSpans(int spans) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(collector.spans()).hasSize(spans));
  }

  private Tracing tracing() {
    return OtlpTracing.start(
        new TracingConfig("otlp", collector.address(), Secret.NONE, 1, false),
        "worker",
        new TraceMeters(meters));
  }

  private static ConsumerRecord<byte[], byte[]> source(TraceContext context) {
    ConsumerRecord<byte[], byte[]> source =
        new ConsumerRecord<>("requests", 3, 7, new byte[0], new byte[0]);
    TraceHeaders.set(source.headers(), context);
    return source;
  }

  private static Judges judges(TestingJudgeServer server) {
    return Judges.of(
        new JudgeConfig(
            "main", Map.of("main", TestingProfiles.profile(Duration.ofSeconds(30), server.base()))),
        new SimpleMeterRegistry());
  }

  private static Optional<String> header(TestingJudgeServer.Exchange exchange, String name) {
    return exchange
        .head()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }
}
