package io.gavel.enrich;

import static io.gavel.enrich.Samples.generation;
import static io.gavel.enrich.Samples.policy;
import static io.gavel.enrich.Samples.reference;
import static io.gavel.enrich.Samples.rubric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.EnrichConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.Reference;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import io.gavel.schema.Selection;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.streams.StreamsProperties;
import io.gavel.topic.Topic;
import io.gavel.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrichTopologyTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WAIT = Duration.ofMinutes(10);
  private static final Duration PAIR_WAIT = Duration.ofSeconds(30);
  private static final int WAIT_LIMIT = 3;
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
  private TestInputTopic<byte[], byte[]> generations;
  private TestInputTopic<byte[], byte[]> policies;
  private TestInputTopic<byte[], byte[]> rubrics;
  private TestInputTopic<byte[], byte[]> references;
  private TestOutputTopic<String, JudgeRequest> requests;
  private TestOutputTopic<byte[], DeadLetter> deadLetters;

  @BeforeEach
  void open() {
    open(WAIT_LIMIT);
  }

  private void open(int waitLimit) {
    EnrichConfig config =
        new EnrichConfig(
            "enrich-test",
            WAIT,
            waitLimit,
            PAIR_WAIT,
            100,
            28,
            Duration.ofHours(1),
            folder.toString(),
            1);
    Properties properties =
        StreamsProperties.of(
            EnrichStreams.role(config, TOPICS), TOPICS, KafkaConfig.of("unused:1"), "worker");
    driver =
        new TopologyTestDriver(
            EnrichTopology.build(config, TOPICS, serdes, meters, Tracing.OFF), properties, START);
    generations = input(Topic.GENERATIONS);
    policies = input(Topic.POLICIES);
    rubrics = input(Topic.RUBRICS);
    references = input(Topic.REFERENCES);
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
  void aSelectedGenerationBecomesOneRequestPerRubricUnderItsOwnId() {
    publish(rubric("a", ReferenceUse.NONE).build(), rubric("b", ReferenceUse.OPTIONAL).build());
    apply(policy("p", "a", "b"));

    send(generation("g"));

    List<TestRecord<String, JudgeRequest>> records = requests.readRecordsToList();
    assertThat(records).extracting(TestRecord::key).containsOnly("g");
    assertThat(records)
        .extracting(record -> record.value().getRubric().getRubricId())
        .containsExactly("a", "b");
    assertThat(records)
        .extracting(record -> record.value().getRequestsOfGeneration())
        .containsOnly(2);
    assertCounts(Map.of("generations.requested", 1L, "judge_requests", 2L, "waiting", 0L));
  }

  @Test
  void aGenerationThatYieldsNoneIsCountedUnderItsReason() {
    send(generation("1"));
    apply(policy("p", "r").setModels(List.of("m1")));
    send(generation("2").setApplication("other"));
    send(generation("3").setModel("m2"));
    apply(policy("p", "r").setSamplingRate(0));
    send(generation("4"));

    assertThat(requests.isEmpty()).isTrue();
    assertThat(deadLetters.isEmpty()).isTrue();
    assertCounts(
        Map.of(
            "generations.no_policy", 2L,
            "generations.filtered", 1L,
            "generations.not_sampled", 1L,
            "judge_requests", 0L,
            "waiting", 0L));
  }

  @Test
  void aDeletedPolicySelectsNoMore() {
    publish(rubric("r", ReferenceUse.NONE).build());
    apply(policy("p", "r"));
    send(generation("1"));
    delete(policies, "p");
    send(generation("2"));

    assertThat(readGenerationIds()).containsExactly("1");
    assertThat(meters.snapshot()).containsEntry("generations.no_policy", 1L);
  }

  @Test
  void aNewVersionOfARubricAppliesToWhatComesAfterIt() {
    publish(rubric("r", ReferenceUse.NONE).build());
    send(generation("1").setRubricIds(List.of("r")));
    publish(rubric("r", ReferenceUse.NONE).setVersion(2).build());
    send(generation("2").setRubricIds(List.of("r")));

    assertThat(requests.readValuesToList())
        .extracting(request -> request.getRubric().getVersion())
        .containsExactly(1, 2);
  }

  @Test
  void rubricsThatTheGenerationNamesNeedNoPolicy() {
    publish(rubric("r", ReferenceUse.NONE).build());

    send(generation("g").setRubricIds(List.of("r")));

    JudgeRequest request = requests.readValue();
    assertThat(request.getPolicyId()).isEmpty();
    assertThat(request.getInclusionProbability()).isEqualTo(1.0);
  }

  @Test
  void anInlineReferenceIsUsedWithoutLookingUp() {
    publish(rubric("r", ReferenceUse.REQUIRED).build());
    apply(policy("p", "r"));
    refer("ref", "Looked up.");

    send(generation("g").setReferenceId("ref").setReferenceAnswer("Inline."));

    assertThat(requests.readValue().getReferenceAnswer()).contains("Inline.");
    assertThat(driver.producedTopicNames()).noneMatch(name -> name.contains("repartition"));
  }

  @Test
  void aReferenceThatIsThereIsFound() {
    publish(rubric("r", ReferenceUse.REQUIRED).build());
    apply(policy("p", "r"));
    refer("ref", "Looked up.");

    send(generation("g").setReferenceId("ref"));

    assertThat(requests.readValue().getReferenceAnswer()).contains("Looked up.");
    assertThat(driver.producedTopicNames()).contains("enrich-test-by-reference-repartition");
  }

  @Test
  void aReferenceThatComesLaterReleasesItsWaitersAtOnceAndNoOthers() {
    publish(rubric("r", ReferenceUse.OPTIONAL).build());
    apply(policy("p", "r"));
    send(generation("1").setReferenceId("ref"));
    send(generation("2").setReferenceId("other"));
    send(generation("3").setReferenceId("ref"));
    assertThat(requests.isEmpty()).isTrue();
    assertThat(meters.waiting()).isEqualTo(3);

    refer("ref", "Late.");

    List<JudgeRequest> released = requests.readValuesToList();
    assertThat(released)
        .extracting(request -> request.getGeneration().getGenerationId())
        .containsExactlyInAnyOrder("1", "3");
    assertThat(released)
        .extracting(JudgeRequest::getReferenceAnswer)
        .containsOnly(Optional.of("Late."));
    assertCounts(Map.of("generations.requested", 2L, "judge_requests", 2L, "waiting", 1L));
  }

  @Test
  void aRubricThatComesLaterReleasesItsWaitersWithinASecond() {
    apply(policy("p", "r", "s"));
    publish(rubric("s", ReferenceUse.NONE).build());
    send(generation("g"));
    driver.advanceWallClockTime(Duration.ofSeconds(5));
    assertThat(requests.isEmpty()).isTrue();

    publish(rubric("r", ReferenceUse.NONE).build());
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(requests.readValuesToList())
        .extracting(request -> request.getRubric().getRubricId())
        .containsExactly("r", "s");
    assertThat(meters.waiting()).isZero();
  }

  @Test
  void aRubricThatComesAndWantsAReferenceGoesOnWaitingForThat() {
    apply(policy("p", "r"));
    send(generation("g").setReferenceId("ref"));
    publish(rubric("r", ReferenceUse.REQUIRED).build());
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(requests.isEmpty()).isTrue();
    assertThat(meters.waiting()).isEqualTo(1);

    refer("ref", "Late.");

    assertThat(requests.readValue().getReferenceAnswer()).contains("Late.");
    assertThat(meters.waiting()).isZero();
  }

  @Test
  void aGenerationWithoutAReferenceIsNotGivenOneOfItsOwnName() {
    publish(rubric("r", ReferenceUse.OPTIONAL).build());
    apply(policy("p", "r", "later"));
    refer("g", "Another's.");
    send(generation("g"));
    publish(rubric("later", ReferenceUse.OPTIONAL).build());
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(requests.readValuesToList())
        .hasSize(2)
        .extracting(JudgeRequest::getReferenceAnswer)
        .containsOnly(Optional.empty());
  }

  @Test
  void whenTheWaitIsOverAnOptionalReferenceIsDoneWithoutAndARequiredOneIsADeadLetter() {
    publish(
        rubric("optional", ReferenceUse.OPTIONAL).build(),
        rubric("required", ReferenceUse.REQUIRED).build());
    apply(policy("p", "optional", "required", "unknown"));
    send(generation("g").setReferenceId("ref"));
    driver.advanceWallClockTime(WAIT.minusSeconds(1));
    assertThat(requests.isEmpty()).isTrue();

    driver.advanceWallClockTime(Duration.ofSeconds(2));

    JudgeRequest request = requests.readValue();
    assertThat(request.getRubric().getRubricId()).isEqualTo("optional");
    assertThat(request.getReferenceAnswer()).isEmpty();
    assertThat(request.getRequestsOfGeneration()).isEqualTo(1);
    List<DeadLetter> letters = deadLetters.readValuesToList();
    assertThat(letters)
        .extracting(DeadLetter::getReason)
        .containsExactly("reference_missing", "rubric_missing");
    assertThat(letters)
        .extracting(letter -> letter.getRubricId().orElseThrow())
        .containsExactly("required", "unknown");
    assertThat(letters).extracting(DeadLetter::getDeadLetterId).doesNotHaveDuplicates();
    assertCounts(
        Map.of(
            "generations.requested", 1L,
            "judge_requests", 1L,
            "dead_letters.reference_missing", 1L,
            "dead_letters.rubric_missing", 1L,
            "waiting", 0L));
  }

  @Test
  void aRequiredReferenceThatIsNotNamedIsADeadLetterAtOnce() {
    publish(rubric("r", ReferenceUse.REQUIRED).build());
    apply(policy("p", "r"));

    send(generation("g"));

    assertThat(deadLetters.readValue().getReason()).isEqualTo("reference_missing");
    assertThat(meters.snapshot()).containsEntry("generations.reference_missing", 1L);
  }

  @Test
  void aRelativeRubricWithoutACandidateGroupIsADeadLetterAtOnce() {
    publish(rubric("r", ReferenceUse.NONE).setMode(RubricMode.RELATIVE).build());
    apply(policy("p", "r"));

    send(generation("g"));

    assertThat(deadLetters.readValue().getReason()).isEqualTo("no_candidate_group");
  }

  @Test
  void oneMoreThanMayWaitGoesOnAtOnce() {
    publish(rubric("r", ReferenceUse.OPTIONAL).build());
    apply(policy("p", "r"));
    for (int i = 1; i <= WAIT_LIMIT + 1; i++) {
      send(generation("g" + i).setReferenceId("ref"));
    }
    assertThat(readGenerationIds()).containsExactly("g4");
    assertThat(meters.waiting()).isEqualTo(WAIT_LIMIT);

    refer("ref", "Late.");
    send(generation("g5").setReferenceId("none"));

    assertThat(readGenerationIds()).containsExactlyInAnyOrder("g1", "g2", "g3");
    assertThat(meters.waiting()).isEqualTo(1);
  }

  @Test
  void aCrowdWhoseTimeEndsTogetherGoesInPortions() {
    close();
    open(2_000);
    publish(rubric("r", ReferenceUse.OPTIONAL).build());
    apply(policy("p", "r"));
    for (int i = 0; i < 1_200; i++) {
      send(generation("g" + i).setReferenceId("ref"));
    }

    driver.advanceWallClockTime(WAIT);
    assertThat(readGenerationIds()).hasSize(500);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(readGenerationIds()).hasSize(500);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(readGenerationIds()).hasSize(200);
    assertThat(meters.waiting()).isZero();
  }

  @Test
  void aDeletedReferenceIsMissingAgain() {
    publish(rubric("r", ReferenceUse.REQUIRED).build());
    apply(policy("p", "r"));
    refer("ref", "Old.");
    delete(references, "ref");

    send(generation("g").setReferenceId("ref"));

    assertThat(requests.isEmpty()).isTrue();
    assertThat(meters.waiting()).isEqualTo(1);
  }

  @Test
  void aDeletedRubricIsMissingAgain() {
    publish(rubric("r", ReferenceUse.NONE).build());
    apply(policy("p", "r"));
    delete(rubrics, "r");

    send(generation("g"));

    assertThat(meters.waiting()).isEqualTo(1);
  }

  @Test
  void aPoisonGenerationIsADeadLetterWithItsBytesAndItsNeighboursGoOn() {
    publish(rubric("r", ReferenceUse.NONE).build());
    apply(policy("p", "r"));
    send(generation("1"));
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", bytes("abc"));
    generations.pipeInput(new TestRecord<>(bytes("key"), bytes("nonsense"), headers, 77L));
    send(generation("2"));

    assertThat(readGenerationIds()).containsExactly("1", "2");
    TestRecord<byte[], DeadLetter> record = deadLetters.readRecord();
    assertThat(record.key()).isEqualTo(bytes("key"));
    DeadLetter letter = record.value();
    assertThat(letter.getStage()).isEqualTo("enrich");
    assertThat(letter.getReason()).isEqualTo("unreadable_record");
    assertThat(letter.getDetail())
        .contains("topic t.generations, partition 0, offset 1", "the magic byte is wrong");
    assertThat(letter.getSourceTopic()).isEqualTo("t.generations");
    assertThat(letter.getSourceOffset()).isEqualTo(1);
    assertThat(letter.getSourceTimestamp()).isEqualTo(Instant.ofEpochMilli(77));
    assertThat(letter.getSourceKey()).contains(ByteBuffer.wrap(bytes("key")));
    assertThat(letter.getSourceValue()).contains(ByteBuffer.wrap(bytes("nonsense")));
    assertThat(letter.getSourceHeaders())
        .singleElement()
        .satisfies(header -> assertThat(header.getKey()).isEqualTo("trace"));
    assertThat(letter.getFailedAt()).isEqualTo(START);
    assertCounts(
        Map.of(
            "generations.requested", 2L,
            "generations.unreadable_record", 1L,
            "dead_letters.unreadable_record", 1L,
            "judge_requests", 2L,
            "waiting", 0L));
  }

  @Test
  void aGenerationWithoutAValueIsADeadLetter() {
    delete(generations, "key");

    assertThat(deadLetters.readValue().getReason()).isEqualTo("unreadable_record");
  }

  @Test
  void aGenerationSentAgainForOneRubricIsJudgedByThatAlone() {
    publish(rubric("a", ReferenceUse.NONE).build(), rubric("b", ReferenceUse.NONE).build());
    apply(policy("p", "a", "b", "c"));

    sendAgain("g", "b");

    JudgeRequest request = requests.readValue();
    assertThat(requests.isEmpty()).isTrue();
    assertThat(request.getRubric().getRubricId()).isEqualTo("b");
    assertThat(request.getPolicyId()).contains("p");
    assertThat(request.getRequestsOfGeneration()).isEqualTo(2);
    assertCounts(Map.of("retried.requested", 1L, "judge_requests", 1L, "waiting", 0L));
  }

  @Test
  void aGenerationSentAgainForOneRubricWaitsForThatAloneAndKeepsToItThen() {
    publish(rubric("a", ReferenceUse.NONE).build());
    apply(policy("p", "a", "b", "c"));
    sendAgain("g", "b");
    assertThat(requests.isEmpty()).isTrue();

    publish(rubric("b", ReferenceUse.NONE).build());
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    sendAgain("g", "c");
    driver.advanceWallClockTime(WAIT);

    assertThat(requests.readValue().getRubric().getRubricId()).isEqualTo("b");
    assertThat(requests.isEmpty()).isTrue();
    DeadLetter letter = deadLetters.readValue();
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(letter.getRubricId()).contains("c");
    assertThat(letter.getSourceHeaders())
        .extracting(header -> header.getKey())
        .containsExactly("gavel-retry-of", "gavel-retry-rubric");
  }

  @Test
  void aGenerationSentAgainForARubricThatNoPolicySelectsAnyMoreIsCountedAsThat() {
    publish(rubric("a", ReferenceUse.NONE).build(), rubric("b", ReferenceUse.NONE).build());
    apply(policy("p", "a"));

    sendAgain("g", "b");

    assertThat(requests.isEmpty()).isTrue();
    assertCounts(Map.of("retried.no_longer_selected", 1L, "judge_requests", 0L, "waiting", 0L));
  }

  @Test
  void aRubricToSendAgainForThatIsNoIdIsADeadLetter() {
    sendAgain("g", "x".repeat(201));

    DeadLetter letter = deadLetters.readValue();
    assertThat(letter.getReason()).isEqualTo("invalid_record");
    assertThat(letter.getDetail())
        .isEqualTo("header gavel-retry-rubric is longer than 200 characters");
  }

  @Test
  void anInvalidGenerationIsADeadLetterThatSaysWhatIsWrong() {
    send(generation("g").setInstruction(""));

    DeadLetter letter = deadLetters.readValue();
    assertThat(letter.getReason()).isEqualTo("invalid_record");
    assertThat(letter.getDetail()).isEqualTo("instruction is empty");
    assertThat(letter.getGenerationId()).contains("g");
    assertThat(letter.getApplication()).contains("shop");
    assertThat(letter.getModel()).contains("m1");
  }

  @Test
  void anOversizedGenerationIsASmallDeadLetterAndItsNeighboursGoOn() {
    publish(rubric("r", ReferenceUse.NONE).build());
    apply(policy("p", "r"));
    String huge = "x".repeat(5 * 1024 * 1024);
    send(generation("1"));
    send(generation("g").setInstruction(huge));
    send(generation(huge));
    generations.pipeInput(bytes(huge), bytes("nonsense"));
    send(generation("2"));

    assertThat(readGenerationIds()).containsExactly("1", "2");
    List<TestRecord<byte[], DeadLetter>> records = deadLetters.readRecordsToList();
    assertThat(records)
        .extracting(record -> record.value().getReason())
        .containsExactly("invalid_record", "invalid_record", "unreadable_record");
    assertThat(records)
        .allSatisfy(record -> {
          assertThat(encode(Topic.DEAD_LETTERS, record.value())).hasSizeLessThan(100_000);
          assertThat(record.value().getDetail())
              .endsWith(
                  "is only at its source: topic t.generations, partition 0, offset "
                      + record.value().getSourceOffset());
        });
    assertThat(records.get(0).key()).isEqualTo(bytes("g"));
    assertThat(records.get(1).key()).isNull();
    assertThat(records.get(2).key()).isNull();
  }

  @Test
  void aGenerationsKeyAndHeadersCountInItsSize() {
    apply(policy("p", "unknown"));
    byte[] value = encode(Topic.GENERATIONS, generation("g").build());
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", new byte[1024 * 1024]);
    generations.pipeInput(new TestRecord<>(bytes("g"), value, headers, 0L));
    generations.pipeInput(new TestRecord<>(new byte[1024 * 1024], value, new RecordHeaders(), 0L));

    assertThat(deadLetters.readValuesToList())
        .hasSize(2)
        .allSatisfy(letter -> {
          assertThat(letter.getReason()).isEqualTo("invalid_record");
          assertThat(letter.getDetail()).matches("the record has \\d+ bytes, more than 524288");
        });
    assertThat(meters.waiting()).isZero();
  }

  @Test
  void aDeadLetterAfterTheWaitCarriesTheRecordAsItStood() {
    apply(policy("p", "unknown"));
    byte[] value = encode(Topic.GENERATIONS, generation("g").setReferenceId("ref").build());
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", bytes("abc"));
    headers.add("empty", null);
    generations.pipeInput(new TestRecord<>(null, value, headers, 77L));

    driver.advanceWallClockTime(WAIT);

    TestRecord<byte[], DeadLetter> record = deadLetters.readRecord();
    assertThat(record.key()).isNull();
    DeadLetter letter = record.value();
    assertThat(letter.getRequestId()).isEmpty();
    assertThat(letter.getRubricId()).contains("unknown");
    assertThat(letter.getSourceTopic()).isEqualTo("t.generations");
    assertThat(letter.getSourceOffset()).isZero();
    assertThat(letter.getSourceTimestamp()).isEqualTo(Instant.ofEpochMilli(77));
    assertThat(letter.getSourceKey()).isEmpty();
    assertThat(letter.getSourceValue()).contains(ByteBuffer.wrap(value));
    assertThat(letter.getSourceHeaders())
        .extracting(header -> header.getKey() + header.getValue().isPresent())
        .containsExactly("tracetrue", "emptyfalse");
    assertThat(letter.getFailedAt()).isEqualTo(START.plus(WAIT));
  }

  @Test
  void policiesAndRubricsThatCannotBeUsedAreAbsentAndDisturbNothing() {
    policies.pipeInput(bytes("poison"), bytes("nonsense"));
    apply(policy("invalid", "r").setSamplingRate(2));
    rubrics.pipeInput(bytes("poison"), bytes("nonsense"));
    publish(rubric("bad", ReferenceUse.NONE).setLevels(List.of(new Level(1, "Alone."))).build());
    publish(rubric("r", ReferenceUse.NONE).build());
    send(generation("1"));
    apply(policy("p", "r"));
    send(generation("2"));
    send(generation("3").setRubricIds(List.of("bad", "poison")));

    assertThat(readGenerationIds()).containsExactly("2");
    assertThat(meters.snapshot())
        .containsEntry("generations.no_policy", 1L)
        .containsEntry("waiting", 1L);
    driver.advanceWallClockTime(WAIT);
    assertThat(deadLetters.readValuesToList())
        .extracting(DeadLetter::getReason)
        .containsExactly("rubric_missing", "rubric_missing");
  }

  @Test
  void aReferenceThatCannotBeUsedIsADeadLetterAndAbsent() {
    publish(rubric("r", ReferenceUse.REQUIRED).build());
    apply(policy("p", "r"));
    send(generation("g").setReferenceId("ref"));
    references.pipeInput(bytes("ref"), bytes("nonsense"));
    refer("empty", " ");

    assertThat(deadLetters.readValuesToList())
        .extracting(DeadLetter::getReason)
        .containsExactly("unreadable_record", "invalid_record");
    assertThat(meters.waiting()).isEqualTo(1);

    refer("ref", "Mended.");

    assertThat(requests.readValue().getReferenceAnswer()).contains("Mended.");
  }

  @Test
  void aRegistryThatIsDownStopsInsteadOfLosing() {
    assertThatThrownBy(() -> generations.pipeInput(bytes("g"), bytes("U")))
        .hasRootCauseInstanceOf(RegistryUnavailableException.class);

    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(meters.snapshot()).isEqualTo(Map.of("judge_requests", 0L, "waiting", 0L));
  }

  @Test
  void aRegistryThatIsDownWhileARubricComesDoesNotEndTheThreadOfRubrics() {
    rubrics.pipeInput(bytes("r"), bytes("U"));

    assertThatThrownBy(() -> send(generation("g").setRubricIds(List.of("r"))))
        .hasRootCauseInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void theSameRecordsGiveTheSameRequests() {
    publish(rubric("r", ReferenceUse.NONE).build(), rubric("s", ReferenceUse.NONE).build());
    apply(policy("p", "r").setSamplingRate(0.4));
    apply(policy("q", "r", "s").setSamplingRate(0.2));
    for (int i = 0; i < 100; i++) {
      send(generation("g" + i));
    }
    List<JudgeRequest> first = requests.readValuesToList();
    for (int i = 0; i < 100; i++) {
      send(generation("g" + i));
    }

    assertThat(first).isNotEmpty();
    assertThat(requests.readValuesToList()).isEqualTo(first);
  }

  @Test
  void everyGenerationEndsUnderExactlyOneOutcomeOrWaits() {
    publish(rubric("r", ReferenceUse.OPTIONAL).build(), rubric("q", ReferenceUse.REQUIRED).build());
    apply(policy("p", "r", "q").setSamplingRate(0.5));
    apply(policy("later", "unknown").setApplications(List.of("other")));
    for (int i = 0; i < 300; i++) {
      Generation.Builder generation =
          generation("g" + i)
              .setApplication(List.of("shop", "other", "none").get(i % 3))
              .setModel(i % 5 == 0 ? "" : "m1");
      if (i % 7 == 0) {
        generation.setReferenceId("ref" + i % 4);
      }
      send(generation);
    }
    refer("ref1", "One.");
    Map<String, Long> counts = meters.snapshot();

    assertThat(
            counts.entrySet().stream()
                .filter(count ->
                    count.getKey().startsWith("generations.") || count.getKey().equals("waiting"))
                .mapToLong(Map.Entry::getValue)
                .sum())
        .isEqualTo(300);
    assertThat(counts.get("waiting")).isPositive();
    assertThat((long) requests.readValuesToList().size()).isEqualTo(counts.get("judge_requests"));
    driver.advanceWallClockTime(WAIT);
    assertThat(meters.waiting()).isZero();
  }

  @Test
  void whatWaitsIsInTheStoreWithTheTimeItBegan() {
    apply(policy("p", "unknown"));
    send(generation("g"));

    Selection selection = (Selection) driver.getKeyValueStore(EnrichTopology.WAITING).get("0-0");

    assertThat(selection.getWaitingSince()).contains(START);
    driver.advanceWallClockTime(WAIT);
    assertThat(driver.getKeyValueStore(EnrichTopology.WAITING).get("0-0")).isNull();
  }

  @Test
  void everythingWithStateHasANameOfItsOwn() {
    Topology topology =
        EnrichTopology.build(
            new EnrichConfig("a", WAIT, WAIT_LIMIT, PAIR_WAIT, 100, 28, Duration.ofHours(1), "", 1),
            TOPICS,
            serdes,
            meters,
            Tracing.OFF);

    assertThat(topology.describe().toString())
        .contains(
            "stores: [references, waiting]",
            "by-reference-repartition",
            "stores: [candidates, candidate-groups]",
            "by-candidate-group-repartition")
        .doesNotContain("KSTREAM-REDUCE", "STATE-STORE-0");
  }

  private TestInputTopic<byte[], byte[]> input(Topic topic) {
    return driver.createInputTopic(
        topic.name("t."), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void send(Generation.Builder generation) {
    Generation built = generation.build();
    generations.pipeInput(bytes(built.getGenerationId()), encode(Topic.GENERATIONS, built));
  }

  private void sendAgain(String id, String rubricId) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("gavel-retry-of", bytes("dead"));
    headers.add("gavel-retry-rubric", bytes(rubricId));
    byte[] value = encode(Topic.GENERATIONS, generation(id).build());
    generations.pipeInput(new TestRecord<>(bytes(id), value, headers, 0L));
  }

  private static void delete(TestInputTopic<byte[], byte[]> topic, String key) {
    topic.pipeInput(new TestRecord<>(bytes(key), null, new RecordHeaders(), 0L));
  }

  private void publish(Rubric... all) {
    for (Rubric rubric : all) {
      rubrics.pipeInput(bytes(rubric.getRubricId()), encode(Topic.RUBRICS, rubric));
    }
  }

  private void apply(io.gavel.schema.Policy.Builder policy) {
    policies.pipeInput(bytes(policy.getPolicyId()), encode(Topic.POLICIES, policy.build()));
  }

  private void refer(String id, String answer) {
    Reference reference = reference(id, answer);
    references.pipeInput(bytes(id), encode(Topic.REFERENCES, reference));
  }

  private List<String> readGenerationIds() {
    return requests.readValuesToList().stream()
        .map(request -> request.getGeneration().getGenerationId())
        .toList();
  }

  private void assertCounts(Map<String, Long> counts) {
    assertThat(meters.snapshot()).isEqualTo(counts);
  }

  private static byte[] encode(Topic topic, SpecificRecord record) {
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      return serializer.serialize(topic.name("t."), record);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
