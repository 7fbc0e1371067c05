package io.gavel.enrich;

import static io.gavel.enrich.Samples.generation;
import static io.gavel.enrich.Samples.policy;
import static io.gavel.enrich.Samples.reference;
import static io.gavel.enrich.Samples.rubric;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.EnrichConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.Secret;
import io.gavel.config.TopicsConfig;
import io.gavel.config.TracingConfig;
import io.gavel.metric.FunnelMeters;
import io.gavel.metric.TraceMeters;
import io.gavel.schema.Generation;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.RubricMode;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.StreamsProperties;
import io.gavel.topic.Topic;
import io.gavel.trace.TestingCollector;
import io.gavel.trace.TraceContext;
import io.gavel.trace.TraceHeaders;
import io.gavel.trace.Tracing;
import io.gavel.trace.otel.OtlpTracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contexts of generations on every way through the topology.
class EnrichTracesTest {
  private static final TopicsConfig TOPICS =
      new TopicsConfig("t.", 1, 1, Duration.ofDays(1), Duration.ofDays(1));
  private static final TraceContext FIRST = context("4bf92f3577b34da6a3ce929d0e0e4736");
  private static final TraceContext SECOND = context("5bf92f3577b34da6a3ce929d0e0e4736");

  @TempDir Path folder;

  private final RecordSerdes serdes =
      new RecordSerdes(
          new RegistryConfig(
              "unused",
              Map.of(),
              TestingAvroSerializer.class.getName(),
              TestingAvroDeserializer.class.getName()));
  private final TestingCollector collector = TestingCollector.start();

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void withoutTracingARequestKeepsItsContextAlsoAfterItHasWaited() {
    try (TopologyTestDriver driver = open(Tracing.OFF)) {
      applyRubrics(driver);
      send(driver, generation("g").setReferenceId("ref").build(), FIRST);
      send(driver, Topic.REFERENCES, "ref", reference("ref", "Answer."), TraceContext.NONE);

      assertThat(contexts(driver, Topic.JUDGE_REQUESTS)).containsExactly(FIRST);
    }
  }

  @Test
  void withoutTracingThePairsAndDeadLettersKeepTheContextsOfTheirGenerations() {
    try (TopologyTestDriver driver = open(Tracing.OFF)) {
      applyRubrics(driver);
      send(driver, candidate("a"), FIRST);
      send(driver, candidate("b"), SECOND);
      send(driver, generation("").build(), FIRST);

      assertThat(contexts(driver, Topic.JUDGE_REQUESTS)).containsExactly(FIRST, SECOND);
      assertThat(contexts(driver, Topic.DEAD_LETTERS)).containsExactly(FIRST);
    }
  }

  @Test
  void aDecisionIsTheChildOfItsGenerationAlsoAfterItHasWaited() {
    try (Tracing tracing = tracing();
        TopologyTestDriver driver = open(tracing)) {
      applyRubrics(driver);
      send(driver, generation("g").setReferenceId("ref").build(), FIRST);
      send(driver, Topic.REFERENCES, "ref", reference("ref", "Answer."), TraceContext.NONE);
      send(driver, generation("other").setApplication("unknown").build(), SECOND);

      TestRecord<byte[], byte[]> request = records(driver, Topic.JUDGE_REQUESTS).getFirst();
      assertThat(TraceHeaders.of(request.headers()).traceparent())
          .startsWith(FIRST.traceparent().substring(0, 36))
          .isNotEqualTo(FIRST.traceparent());
      assertThat(
              new String(
                  request.headers().lastHeader(TraceHeaders.GENERATION_TRACEPARENT).value(),
                  StandardCharsets.UTF_8))
          .isEqualTo(FIRST.traceparent());
    }
    assertThat(collector.spans("process t.generations"))
        .allSatisfy(span ->
            assertThat(TestingCollector.hex(span.getParentSpanId())).isEqualTo("00f067aa0ba902b7"))
        .extracting(EnrichTracesTest::outcome)
        .containsExactlyInAnyOrder("requested", "no_policy");
  }

  @Test
  void aPairIsInTheTraceOfTheOneShownFirstAndLinkedToTheOther() {
    try (Tracing tracing = tracing();
        TopologyTestDriver driver = open(tracing)) {
      applyRubrics(driver);
      send(driver, candidate("a"), FIRST);
      send(driver, candidate("b"), SECOND);
    }

    List<Span> pairs =
        collector.spans().stream().filter(span -> outcome(span).equals("paired")).toList();
    assertThat(pairs).extracting(EnrichTracesTest::trace).containsExactly(id(FIRST), id(SECOND));
    assertThat(pairs)
        .extracting(span -> TestingCollector.hex(span.getLinks(0).getTraceId()))
        .containsExactly(id(SECOND), id(FIRST));
  }

  private TopologyTestDriver open(Tracing tracing) {
    EnrichConfig config =
        new EnrichConfig(
            "enrich-test",
            Duration.ofMinutes(10),
            100,
            Duration.ofSeconds(30),
            100,
            28,
            Duration.ofHours(1),
            folder.toString(),
            1);
    return new TopologyTestDriver(
        EnrichTopology.build(
            config, TOPICS, serdes, new FunnelMeters(new SimpleMeterRegistry()), tracing),
        StreamsProperties.of(
            EnrichStreams.role(config, TOPICS), TOPICS, KafkaConfig.of("unused:1"), "worker"),
        Instant.parse("2026-01-01T00:00:00Z"));
  }

  private Tracing tracing() {
    return OtlpTracing.start(
        new TracingConfig("otlp", collector.address(), Secret.NONE, 1, false),
        "worker",
        new TraceMeters(new SimpleMeterRegistry()));
  }

  private void applyRubrics(TopologyTestDriver driver) {
    send(
        driver,
        Topic.RUBRICS,
        "score",
        rubric("score", ReferenceUse.REQUIRED).build(),
        TraceContext.NONE);
    send(
        driver,
        Topic.RUBRICS,
        "pair",
        rubric("pair", ReferenceUse.NONE).setMode(RubricMode.RELATIVE).setLevels(List.of()).build(),
        TraceContext.NONE);
    send(driver, Topic.POLICIES, "p", policy("p", "score").build(), TraceContext.NONE);
  }

  private static Generation candidate(String id) {
    return generation(id)
        .setRubricIds(List.of("pair"))
        .setCandidateGroup("group")
        .setCandidateCount(2)
        .build();
  }

  private void send(TopologyTestDriver driver, Generation generation, TraceContext context) {
    send(driver, Topic.GENERATIONS, generation.getGenerationId(), generation, context);
  }

  private void send(
      TopologyTestDriver driver,
      Topic topic,
      String key,
      SpecificRecord value,
      TraceContext context) {
    driver
        .createInputTopic(topic.name("t."), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                key.getBytes(StandardCharsets.UTF_8),
                serdes.serializer(SpecificRecord.class).serialize(topic.name("t."), value),
                TraceHeaders.with(context)));
  }

  private static List<TestRecord<byte[], byte[]>> records(TopologyTestDriver driver, Topic topic) {
    return driver
        .createOutputTopic(
            topic.name("t."), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private static List<TraceContext> contexts(TopologyTestDriver driver, Topic topic) {
    return records(driver, topic).stream()
        .map(record -> TraceHeaders.of(record.headers()))
        .toList();
  }

  private static String outcome(Span span) {
    return TestingCollector.attributes(span.getAttributesList()).getOrDefault("gavel.outcome", "");
  }

  private static String trace(Span span) {
    return TestingCollector.hex(span.getTraceId());
  }

  private static String id(TraceContext context) {
    return context.traceparent().substring(3, 35);
  }

  private static TraceContext context(String trace) {
    return new TraceContext("00-" + trace + "-00f067aa0ba902b7-01", "vendor=1", "tenant=a");
  }
}
