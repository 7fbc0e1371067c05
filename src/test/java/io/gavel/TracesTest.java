package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.config.Role;
import io.gavel.config.Secret;
import io.gavel.config.TopicsConfig;
import io.gavel.config.TracingConfig;
import io.gavel.metric.CataloguedMeters;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.serde.RecordSerdes;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.Topic;
import io.gavel.trace.TestingCollector;
import io.gavel.trace.TraceContext;
import io.gavel.trace.TraceHeaders;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Generations with a trace through a worker, with a real broker, a simulated judge and a
/// collector.
@ExtendWith(LocalCluster.class)
@Timeout(400)
final class TracesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PRODUCER = "00f067aa0ba902b7";
  private static final TraceContext FROM =
      new TraceContext("00-" + TRACE + "-" + PRODUCER + "-01", "vendor=1", "tenant=a");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TestingCollector collector = TestingCollector.start();
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final SimulatedPool judges;
  private final Serializer<SpecificRecord> serializer;
  private final KafkaProducer<byte[], byte[]> producer;

  TracesTest(LocalCluster.Servers servers) throws IOException {
    this.servers = servers;
    topics = servers.newTopics(1);
    judges = SimulatedPool.start(SimulatorSettings.ofLatency(1, 5, Duration.ZERO));
    serializer = new RecordSerdes(servers.registryConfig()).serializer(SpecificRecord.class);
    producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @BeforeEach
  void applyTwoRubricsOfWhichOneHasNoJudge() throws Exception {
    servers.createTopics(
        Stream.of(Topic.values()).map(topic -> topic.name(topics.prefix())).toList(), 1);
    send(Topic.RUBRICS, "resolution", TestRecords.rubric("resolution").build(), TraceContext.NONE);
    send(
        Topic.RUBRICS,
        "unjudged",
        TestRecords.rubric("unjudged").setJudgeProfile("nowhere").build(),
        TraceContext.NONE);
    send(
        Topic.POLICIES,
        "p",
        Policy.newBuilder()
            .setPolicyId("p")
            .setApplications(List.of("support-assistant"))
            .setRubrics(
                List.of(new PolicyRubric("resolution", 1.0), new PolicyRubric("unjudged", 1.0)))
            .build(),
        TraceContext.NONE);
  }

  @AfterEach
  void close() {
    producer.close();
    serializer.close();
    judges.close();
    collector.close();
  }

  @Test
  void oneTraceLeadsFromTheProducerThroughTheJudgeToTheFeedback() throws Exception {
    try (Worker _ = start(tracing(collector.address(), false))) {
      send(Topic.GENERATIONS, "g1", TestRecords.generation("g1").build(), FROM);
      await().atMost(PATIENCE).until(() -> outcomes() == 2);
      CataloguedMeters.assertAllIn(meters);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(collector.spans()).hasSizeGreaterThanOrEqualTo(6));

    Span decision = only(collector.spans("process " + name(Topic.GENERATIONS)));
    List<Span> requests = collector.spans("process " + name(Topic.JUDGE_REQUESTS));
    Span sent = only(collector.spans("send " + name(Topic.FEEDBACK)));
    Span refused = only(collector.spans("send " + name(Topic.DEAD_LETTERS)));
    Span call = only(collector.spans("chat prometheus-stand-in"));
    assertThat(collector.spans())
        .hasSize(6)
        .allSatisfy(span -> assertThat(TestingCollector.hex(span.getTraceId())).isEqualTo(TRACE));
    assertThat(TestingCollector.hex(decision.getParentSpanId())).isEqualTo(PRODUCER);
    assertThat(requests)
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(decision.getSpanId()));
    Span judged = only(requests.stream().filter(span -> !failed(span)).toList());
    Span unjudged = only(requests.stream().filter(TracesTest::failed).toList());
    assertThat(call.getParentSpanId()).isEqualTo(judged.getSpanId());
    assertThat(sent.getParentSpanId()).isEqualTo(judged.getSpanId());
    assertThat(refused.getParentSpanId()).isEqualTo(unjudged.getSpanId());
    assertThat(attributes(decision))
        .containsEntry("gavel.outcome", "requested")
        .containsEntry("gavel.judge_requests", "2")
        .containsEntry("messaging.system.name", "kafka")
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.destination.name", name(Topic.GENERATIONS));
    assertThat(attributes(judged))
        .containsEntry("gavel.rubric.id", "resolution")
        .containsEntry("gavel.generation.id", "g1")
        .containsEntry("gavel.outcome", "feedback");
    assertThat(attributes(unjudged)).containsEntry("error.type", "unknown_profile");

    assertThat(context(Topic.FEEDBACK))
        .containsExactly(
            new TraceContext(
                "00-" + TRACE + "-" + TestingCollector.hex(sent.getSpanId()) + "-01",
                "vendor=1",
                "tenant=a"));
    assertThat(context(Topic.DEAD_LETTERS).getFirst().traceparent())
        .contains(TestingCollector.hex(refused.getSpanId()));
    assertThat(context(Topic.JUDGE_REQUESTS))
        .hasSize(2)
        .allSatisfy(it ->
            assertThat(it.traceparent()).contains(TestingCollector.hex(decision.getSpanId())));
    assertThat(collector.authorizations()).isNotEmpty().containsOnly("Bearer 7");
  }

  @Test
  void eachPublishedOutcomeIsOneResultAtTheSpanOfWhatWasEvaluated() throws Exception {
    try (Worker _ = start(tracing(collector.address(), false))) {
      send(Topic.GENERATIONS, "g1", TestRecords.generation("g1").build(), FROM);
      await().atMost(PATIENCE).until(() -> outcomes() == 2);
    }
    awaitTold(2);

    assertThat(collector.events())
        .hasSize(2)
        .allSatisfy(event -> {
          assertThat(event.getEventName()).isEqualTo("gen_ai.evaluation.result");
          assertThat(TestingCollector.hex(event.getTraceId())).isEqualTo(TRACE);
          assertThat(TestingCollector.hex(event.getSpanId())).isEqualTo(PRODUCER);
          assertThat(attributes(event)).containsEntry("gen_ai.response.id", "g1");
        });
    Map<String, String> scored = result("resolution");
    Map<String, String> dead = result("unjudged");
    assertThat(Double.parseDouble(scored.get("gen_ai.evaluation.score.value"))).isBetween(1., 5.);
    assertThat(scored.get("gen_ai.evaluation.score.label")).matches("[1-5]/5");
    assertThat(scored)
        .containsEntry("gavel.judge.stand_in", "true")
        .doesNotContainKeys("error.type", "gen_ai.evaluation.explanation");
    assertThat(dead)
        .containsEntry("error.type", "unknown_profile")
        .doesNotContainKeys("gen_ai.evaluation.score.value", "gen_ai.evaluation.score.label");
  }

  @Test
  void whereContentIsAllowedTheJudgesWordsAreTheExplanation() throws Exception {
    try (Worker _ = start(tracing(collector.address(), true))) {
      send(Topic.GENERATIONS, "g1", TestRecords.generation("g1").build(), FROM);
      await().atMost(PATIENCE).until(() -> outcomes() == 2);
    }
    awaitTold(2);

    assertThat(result("resolution").get("gen_ai.evaluation.explanation")).isNotBlank();
  }

  @Test
  void byDefaultNothingIsToldAndContextsGoOnAsFarAsTheyAreOnes() throws Exception {
    try (Worker _ = start(TracingConfig.OFF)) {
      send(Topic.GENERATIONS, "g1", TestRecords.generation("g1").build(), FROM);
      send(Topic.GENERATIONS, "g2", TestRecords.generation("g2").build(), TraceContext.NONE);
      sendHostile("g3");
      await().atMost(PATIENCE).until(() -> outcomes() == 6);
    }

    assertThat(context(Topic.JUDGE_REQUESTS)).filteredOn(FROM::equals).hasSize(2);
    assertThat(context(Topic.FEEDBACK))
        .containsExactlyInAnyOrder(FROM, TraceContext.NONE, TraceContext.NONE);
    assertThat(context(Topic.DEAD_LETTERS))
        .containsExactlyInAnyOrder(FROM, TraceContext.NONE, TraceContext.NONE);
    assertThat(records(Topic.FEEDBACK))
        .allSatisfy(record ->
            record
                .headers()
                .forEach(header -> assertThat(header.value().length).isLessThan(1_000)));
    assertThat(collector.authorizations()).isEmpty();
    assertThat(meters.find("gavel.trace.exports").counters()).isEmpty();
  }

  @Test
  void eachOfManyInFlightStaysInItsOwnTrace() throws Exception {
    int generations = 100;
    try (Worker _ = start(tracing(collector.address(), false))) {
      for (int i = 0; i < generations; i++) {
        TraceContext own =
            new TraceContext("00-" + trace("g" + i) + "-" + PRODUCER + "-01", "", "");
        send(Topic.GENERATIONS, "g" + i, TestRecords.generation("g" + i).build(), own);
      }
      await().atMost(PATIENCE).until(() -> outcomes() == 2 * generations);
    }
    awaitTold(2 * generations);

    for (Topic topic : List.of(Topic.FEEDBACK, Topic.DEAD_LETTERS)) {
      assertThat(records(topic))
          .hasSize(generations)
          .allSatisfy(record ->
              assertThat(TraceHeaders.of(record.headers()).traceparent())
                  .contains(trace(new String(record.key(), StandardCharsets.UTF_8))));
    }
    assertThat(collector.events())
        .hasSize(2 * generations)
        .allSatisfy(event ->
            assertThat(TestingCollector.hex(event.getTraceId()))
                .isEqualTo(trace(attributes(event).getOrDefault("gen_ai.response.id", ""))));
    assertThat(collector.spans())
        .filteredOn(span -> attributes(span).containsKey("gavel.generation.id"))
        .hasSize(2 * generations)
        .allSatisfy(span ->
            assertThat(TestingCollector.hex(span.getTraceId()))
                .isEqualTo(trace(attributes(span).getOrDefault("gavel.generation.id", ""))));
  }

  @Test
  void aCollectorThatIsDownNeitherSlowsNorStopsTheWork() throws Exception {
    int generations = 200;
    long closing;
    try (TestingRelay down =
        new TestingRelay(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))) {
      Worker worker = start(tracing(URI.create("http://127.0.0.1:" + down.port()), false));
      try (worker) {
        for (int i = 0; i < generations; i++) {
          send(Topic.GENERATIONS, "g" + i, TestRecords.generation("g" + i).build(), FROM);
        }
        await().atMost(PATIENCE).until(() -> outcomes() == 2 * generations);
        assertThat(worker.failure()).isEmpty();
        closing = System.nanoTime();
      }
    }

    assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofMinutes(1));
    assertThat(context(Topic.FEEDBACK))
        .hasSize(generations)
        .allSatisfy(it -> assertThat(it.traceparent()).contains(TRACE));
  }

  /// A worker that closes sends what is left and waits only so long for the collector.
  private void awaitTold(int requests) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(collector.spans("process " + name(Topic.JUDGE_REQUESTS))).hasSize(requests);
          assertThat(collector.spans("send " + name(Topic.FEEDBACK))).hasSize(requests / 2);
          assertThat(collector.spans("send " + name(Topic.DEAD_LETTERS))).hasSize(requests / 2);
          assertThat(collector.events()).hasSize(requests);
        });
  }

  private Worker start(TracingConfig tracing) {
    return Worker.start(
        TestConfigs.of("traced", servers.kafka(), servers.registryConfig(), topics)
            .judges(judges.endpoints())
            .tracing(tracing)
            .build()
            .withRoles(Set.of(Role.ENRICH, Role.JUDGE)),
        meters);
  }

  private static TracingConfig tracing(URI endpoint, boolean content) {
    return new TracingConfig("otlp", endpoint, new Secret("authorization=Bearer 7"), 1, content);
  }

  private void sendHostile(String id) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        record(Topic.GENERATIONS, id, TestRecords.generation(id).build());
    record
        .headers()
        .add("traceparent", ("00-" + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
    record.headers().add("tracestate", "a=1".getBytes(StandardCharsets.UTF_8));
    record.headers().add("baggage", "b".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    producer.send(record).get(60, TimeUnit.SECONDS);
  }

  private void send(Topic topic, String key, SpecificRecord value, TraceContext context)
      throws Exception {
    ProducerRecord<byte[], byte[]> record = record(topic, key, value);
    TraceHeaders.set(record.headers(), context);
    producer.send(record).get(60, TimeUnit.SECONDS);
  }

  private ProducerRecord<byte[], byte[]> record(Topic topic, String key, SpecificRecord value) {
    return new ProducerRecord<>(
        name(topic),
        key.getBytes(StandardCharsets.UTF_8),
        serializer.serialize(name(topic), value));
  }

  private String name(Topic topic) {
    return topic.name(topics.prefix());
  }

  private List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
    return new CommittedRecords(servers).bytes(name(topic));
  }

  private int outcomes() {
    return records(Topic.FEEDBACK).size() + records(Topic.DEAD_LETTERS).size();
  }

  private List<TraceContext> context(Topic topic) {
    List<TraceContext> contexts = new ArrayList<>();
    records(topic).forEach(record -> contexts.add(TraceHeaders.of(record.headers())));
    return contexts;
  }

  private Map<String, String> result(String rubricId) {
    return only(
        collector.events().stream()
            .map(TracesTest::attributes)
            .filter(it -> rubricId.equals(it.get("gen_ai.evaluation.name")))
            .toList());
  }

  private static String trace(String generationId) {
    return "4bf92f3577b34da6a3ce929d%08x".formatted(Integer.parseInt(generationId.substring(1)));
  }

  private static boolean failed(Span span) {
    return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
  }

  private static Map<String, String> attributes(Span span) {
    return TestingCollector.attributes(span.getAttributesList());
  }

  private static Map<String, String> attributes(LogRecord event) {
    return TestingCollector.attributes(event.getAttributesList());
  }

  private static <T> T only(List<T> found) {
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
