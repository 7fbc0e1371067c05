package io.gavel.enrich;

import static io.gavel.enrich.Samples.generation;
import static io.gavel.enrich.Samples.reference;
import static io.gavel.enrich.Samples.rubric;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.EnrichConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.RubricMode;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.StreamsProperties;
import io.gavel.topic.Topic;
import io.gavel.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairTopologyTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Duration RETENTION = Duration.ofMinutes(10);
  private static final int MOST_PAIRS = 6;
  private static final TopicsConfig TOPICS =
      new TopicsConfig("t.", 1, 1, Duration.ofDays(1), Duration.ofDays(1));

  @TempDir Path folder;

  private final RecordSerdes serdes =
      new RecordSerdes(
          new RegistryConfig(
              "unused",
              Map.of(),
              TestingAvroSerializer.class.getName(),
              TestingAvroDeserializer.class.getName()));
  private final FunnelMeters meters = new FunnelMeters(new SimpleMeterRegistry());
  private TopologyTestDriver driver;
  private TestOutputTopic<String, JudgeRequest> requests;
  private TestOutputTopic<byte[], DeadLetter> deadLetters;

  @BeforeEach
  void open() {
    open(100);
    publish("pair", ReferenceUse.OPTIONAL, RubricMode.RELATIVE);
  }

  private void open(int limit) {
    EnrichConfig config =
        new EnrichConfig(
            "enrich-test",
            Duration.ofMinutes(10),
            100,
            WAIT,
            limit,
            MOST_PAIRS,
            RETENTION,
            folder.toString(),
            1);
    driver =
        new TopologyTestDriver(
            EnrichTopology.build(config, TOPICS, serdes, meters, Tracing.OFF),
            StreamsProperties.of(
                EnrichStreams.role(config, TOPICS), TOPICS, KafkaConfig.of("unused:1"), "worker"),
            Instant.parse("2026-01-01T00:00:00Z"));
    requests =
        driver.createOutputTopic(
            "t.judge-requests", new StringDeserializer(), serdes.deserializer(JudgeRequest.class));
    deadLetters =
        driver.createOutputTopic(
            "t.dead-letters", new ByteArrayDeserializer(), serdes.deserializer(DeadLetter.class));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aGroupClosesWhenAsManyHaveComeAsItSays() {
    send(candidate("b").setCandidateCount(2));
    assertThat(requests.isEmpty()).isTrue();
    assertThat(meters.candidatesWaiting()).isEqualTo(1);

    send(candidate("a").setCandidateCount(2));

    List<TestRecord<String, JudgeRequest>> records = requests.readRecordsToList();
    assertThat(records).extracting(TestRecord::key).containsExactly("a", "b");
    assertThat(records)
        .extracting(record -> record.value().getComparedTo().orElseThrow().getGenerationId())
        .containsExactly("b", "a");
    assertThat(records)
        .extracting(record -> record.value().getRequestsOfGeneration())
        .containsOnly(0);
    assertThat(meters.snapshot())
        .isEqualTo(
            Map.of(
                "generations.candidate", 2L,
                "candidates.paired", 2L,
                "judge_requests", 2L,
                "waiting", 0L));
    assertThat(meters.candidatesWaiting()).isZero();
  }

  @Test
  void aGroupClosesAfterItsQuietTime() {
    send(candidate("a"));
    driver.advanceWallClockTime(WAIT.minusSeconds(1));
    send(candidate("b"));
    driver.advanceWallClockTime(WAIT.minusSeconds(1));
    send(candidate("c"));
    driver.advanceWallClockTime(WAIT.minusSeconds(1));
    assertThat(requests.isEmpty()).isTrue();

    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(requests.readValuesToList())
        .hasSize(6)
        .extracting(JudgeRequest::getPairsOfGroup)
        .containsOnly(3);
  }

  @Test
  void aGenerationIsJudgedAbsolutelyAtOnceAndComparedLater() {
    publish("score", ReferenceUse.NONE, RubricMode.ABSOLUTE);

    send(candidate("a").setRubricIds(List.of("score", "pair")));
    JudgeRequest absolute = requests.readValue();
    assertThat(absolute.getRubric().getRubricId()).isEqualTo("score");
    assertThat(absolute.getRequestsOfGeneration()).isEqualTo(1);
    assertThat(absolute.getPairsOfGroup()).isZero();

    send(candidate("b"));
    driver.advanceWallClockTime(WAIT);
    assertThat(requests.readValuesToList())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.getComparedTo()).isPresent());
    assertThat(meters.snapshot())
        .containsEntry("generations.requested", 1L)
        .containsEntry("generations.candidate", 1L);
  }

  @Test
  void aReferenceIsLookedUpBeforeTheCandidateMeetsTheOthers() {
    publish("pair", ReferenceUse.REQUIRED, RubricMode.RELATIVE);
    send(candidate("a").setReferenceId("ref").setCandidateCount(2));
    send(candidate("b").setReferenceId("ref").setCandidateCount(2));
    assertThat(meters.waiting()).isEqualTo(2);

    input(Topic.REFERENCES, "ref", reference("ref", "Looked up."));

    assertThat(requests.readValuesToList())
        .hasSize(2)
        .extracting(JudgeRequest::getReferenceAnswer)
        .containsOnly(Optional.of("Looked up."));
  }

  @Test
  void aDuplicateCountsOnceBeforeAndAfterTheGroupCloses() {
    send(candidate("a").setCandidateCount(2));
    send(candidate("a").setCandidateCount(2));
    assertThat(requests.isEmpty()).isTrue();
    send(candidate("b").setCandidateCount(2));
    send(candidate("b").setCandidateCount(2));
    driver.advanceWallClockTime(WAIT);

    assertThat(requests.readValuesToList()).hasSize(2);
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(meters.snapshot()).containsEntry("candidates.duplicate", 2L);
  }

  @Test
  void aLateCandidateIsADeadLetter() {
    send(candidate("a"));
    send(candidate("b"));
    driver.advanceWallClockTime(WAIT);
    requests.readValuesToList();

    send(candidate("c"));

    DeadLetter letter = deadLetters.readValue();
    assertThat(letter.getReason()).isEqualTo("group_closed");
    assertThat(letter.getRubricId()).contains("pair");
    assertThat(letter.getGenerationId()).contains("c");
    assertThat(letter.getSourceOffset()).isEqualTo(2);
    assertThat(meters.snapshot()).containsEntry("candidates.group_closed", 1L);
    driver.advanceWallClockTime(WAIT);
    assertThat(requests.isEmpty()).isTrue();
  }

  @Test
  void aLoneCandidateIsADeadLetterAndWithALateOneIsPairedWhenBothAreSentAgain() {
    send(candidate("a"));
    driver.advanceWallClockTime(WAIT);
    send(candidate("b"));
    assertThat(deadLetters.readValuesToList())
        .extracting(DeadLetter::getReason)
        .containsExactly("lone_candidate", "group_closed");

    sendAgain(candidate("a"));
    sendAgain(candidate("b"));
    driver.advanceWallClockTime(WAIT);

    assertThat(requests.readValuesToList()).hasSize(2);
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void aGroupThatIsForgottenBeginsAnew() {
    send(candidate("a"));
    send(candidate("b"));
    driver.advanceWallClockTime(WAIT);
    driver.advanceWallClockTime(RETENTION);
    requests.readValuesToList();
    assertThat(keys(EnrichTopology.CANDIDATE_GROUPS)).isEmpty();

    send(candidate("c"));
    send(candidate("d"));
    driver.advanceWallClockTime(WAIT);

    assertThat(requests.readValuesToList()).hasSize(2);
  }

  @Test
  void twoGroupsAndTwoRubricsAreKeptApart() {
    publish("other", ReferenceUse.NONE, RubricMode.RELATIVE);
    for (String group : List.of("x", "y")) {
      for (String id : List.of("1", "2")) {
        send(
            candidate(group + id)
                .setCandidateGroup(group)
                .setRubricIds(List.of("pair", "other"))
                .setCandidateCount(2));
      }
    }

    List<JudgeRequest> all = requests.readValuesToList();
    assertThat(all).hasSize(8).extracting(JudgeRequest::getRequestId).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(request ->
            assertThat(request.getComparedTo().orElseThrow().getCandidateGroup())
                .isEqualTo(request.getGeneration().getCandidateGroup()));
  }

  @Test
  void beyondTheLimitTheQuietestGroupCloses() {
    driver.close();
    open(3);
    publish("pair", ReferenceUse.NONE, RubricMode.RELATIVE);
    send(candidate("a1").setCandidateGroup("a"));
    send(candidate("a2").setCandidateGroup("a"));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    send(candidate("b1").setCandidateGroup("b"));
    assertThat(requests.isEmpty()).isTrue();

    send(candidate("b2").setCandidateGroup("b"));

    assertThat(requests.readValuesToList())
        .extracting(request -> request.getGeneration().getGenerationId())
        .containsExactly("a1", "a2");
    assertThat(meters.candidatesWaiting()).isEqualTo(2);
  }

  @Test
  void theOddOneOutIsADeadLetterByName() {
    send(candidate("a"));
    send(candidate("b").setInstruction("Another?"));
    send(candidate("c"));
    driver.advanceWallClockTime(WAIT);

    assertThat(requests.readValuesToList()).hasSize(2);
    DeadLetter letter = deadLetters.readValue();
    assertThat(letter.getReason()).isEqualTo("instruction_differs");
    assertThat(letter.getGenerationId()).contains("b");
  }

  @Test
  void whatClosesTogetherGoesInPortions() {
    driver.close();
    open(10_000);
    publish("pair", ReferenceUse.NONE, RubricMode.RELATIVE);
    for (int i = 0; i < 400; i++) {
      send(candidate("a" + i).setCandidateGroup("g" + i));
      send(candidate("b" + i).setCandidateGroup("g" + i));
    }

    driver.advanceWallClockTime(WAIT);
    int first = requests.readValuesToList().size();
    assertThat(first).isBetween(200, 300);
    for (int i = 0; i < 5; i++) {
      driver.advanceWallClockTime(Duration.ofSeconds(1));
    }
    assertThat(first + requests.readValuesToList().size()).isEqualTo(800);
    assertThat(meters.candidatesWaiting()).isZero();
  }

  @Test
  void nothingWaitsInTheStoresOnceAGroupHasClosed() {
    send(candidate("a").setCandidateCount(2));
    assertThat(keys(EnrichTopology.CANDIDATES)).hasSize(1);
    send(candidate("b").setCandidateCount(2));

    assertThat(keys(EnrichTopology.CANDIDATES)).isEmpty();
  }

  private List<Object> keys(String store) {
    List<Object> keys = new ArrayList<>();
    try (KeyValueIterator<Object, Object> entries = driver.getKeyValueStore(store).all()) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private static Generation.Builder candidate(String id) {
    return generation(id).setCandidateGroup("group").setRubricIds(List.of("pair"));
  }

  private void publish(String id, ReferenceUse use, RubricMode mode) {
    input(Topic.RUBRICS, id, rubric(id, use).setMode(mode).build());
  }

  private void send(Generation.Builder generation) {
    input(Topic.GENERATIONS, generation.getGenerationId(), generation.build());
  }

  private void sendAgain(Generation.Builder generation) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("gavel-retry-of", bytes("dead"));
    headers.add("gavel-retry-rubric", bytes("pair"));
    input(Topic.GENERATIONS, generation.getGenerationId(), generation.build(), headers);
  }

  private void input(Topic topic, String key, SpecificRecord record) {
    input(topic, key, record, new RecordHeaders());
  }

  private void input(Topic topic, String key, SpecificRecord record, RecordHeaders headers) {
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      byte[] value = serializer.serialize(topic.name("t."), record);
      driver
          .createInputTopic(topic.name("t."), new ByteArraySerializer(), new ByteArraySerializer())
          .pipeInput(new TestRecord<>(bytes(key), value, headers, 0L));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
