package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.TestRecords;
import io.gavel.config.TopicsConfig;
import io.gavel.deadletter.DeadLetters;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.Stage;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.DeadLetterRetry;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `dead-letters` against a real broker and a real registry.
@ExtendWith(LocalCluster.class)
final class DeadLettersCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FAILED_AT = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final Serializer<SpecificRecord> serializer;
  private final KafkaProducer<byte[], byte[]> producer;

  DeadLettersCommandTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
    serializer = new RecordSerdes(servers.registryConfig()).serializer(SpecificRecord.class);
    producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @BeforeEach
  void createTopics() throws IOException {
    Files.writeString(
        folder.resolve("g.yaml"),
        """
        kafka: {bootstrap_servers: '%s'}
        registry: {url: '%s'}
        topics: {prefix: %s, partitions: 2}
        """
            .formatted(
                servers.broker().bootstrapServers(), servers.registry().url(), topics.prefix()));
    assertThat(run("topics", "apply").exitCode()).isEqualTo(0);
  }

  @AfterEach
  void close() {
    producer.close();
    serializer.close();
  }

  @Test
  void noneIsSaidSo() {
    var listed = run("dead-letters", "list");
    assertThat(listed.exitCode()).isEqualTo(0);
    assertThat(listed.out()).isEqualTo("there are no dead letters%n".formatted());
    assertThat(run("dead-letters", "list", "--output", "json").out()).isEmpty();
    assertThat(run("dead-letters", "retry", "--yes").out())
        .isEqualTo("sent again: retried=0 already_retried=0 not_retriable=0%n".formatted());
    var shown = run("dead-letters", "show", "abcd");
    assertThat(shown.exitCode()).isEqualTo(1);
    assertThat(shown.err()).isEqualTo("gavel: there is no dead letter abcd%n".formatted());
  }

  @Test
  void theyAreListedByWhatIsAskedAndCountedByReason() throws Exception {
    judgeLetter("g1", Reason.UNREADABLE_ANSWER, 0);
    judgeLetter("g2", Reason.RETRIES_EXHAUSTED, 1);
    judgeLetter("g3", Reason.RETRIES_EXHAUSTED, 2);

    var all = run("dead-letters", "list");
    assertThat(all.err()).isEmpty();
    assertThat(all.out().lines())
        .hasSize(2 + 3 * 2 + 1)
        .last()
        .isEqualTo("3 dead letters: 2 retries_exhausted, 1 unreadable_answer");
    assertThat(all.out()).contains("It is g1").contains("support-assistant");

    assertThat(listedIds("--reason", "retries_exhausted")).containsExactlyInAnyOrder("g2", "g3");
    assertThat(listedIds("--since", "2026-11-22T10:01:00Z", "--until", "2026-11-22T10:02:00Z"))
        .containsExactly("g2");
    assertThat(listedIds("--limit", "2")).containsExactly("g2", "g3");
    assertThat(listedIds("--application", "sup*", "--stage", "judge")).hasSize(3);
    assertThat(listedIds("--model", "another")).isEmpty();
    assertThat(run("dead-letters", "list", "--model", "another").out())
        .isEqualTo("no dead letters to show%n3 more are left out by the filters%n".formatted());
  }

  @Test
  void oneIsShownWholeAndItsTextSteersNoTerminal() throws Exception {
    DeadLetter letter = judgeLetter("g1", Reason.UNREADABLE_ANSWER, 0);

    var shown = run("dead-letters", "show", letter.getDeadLetterId().substring(0, 8));

    assertThat(shown.exitCode()).isEqualTo(0);
    assertThat(shown.err()).isEmpty();
    assertThat(shown.out())
        .contains(
            "Dead letter " + letter.getDeadLetterId(),
            "reason        unreadable_answer",
            "sent again    no",
            "  \uFFFD[2JI cannot%n  say.".formatted(),
            "\"generation_id\" : \"g1\"")
        .doesNotContain("\u001B");
    JsonNode json =
        JSON.readTree(
            run("dead-letters", "show", letter.getDeadLetterId(), "--output", "json").out());
    assertThat(json.at("/source_record/generation/generation_id").textValue()).isEqualTo("g1");
    assertThat(json.path("raw_answer").textValue()).isEqualTo("\u001B[2JI cannot\nsay.");
  }

  @Test
  void aRecordThatCannotBeReadIsShownInBytes() throws Exception {
    DeadLetter letter = poison("no Avro at all");

    assertThat(run("dead-letters", "show", letter.getDeadLetterId()).out())
        .contains("which cannot be read: 14 bytes", "6e 6f 20 41 76", "no Avro at all");
  }

  @Test
  void aDryRunSaysWhatWouldBeSentAndSendsNothing() throws Exception {
    judgeLetter("g1", Reason.UNREADABLE_ANSWER, 0);
    judgeLetter("g2", Reason.RETRIES_EXHAUSTED, 1);

    var tried = run("dead-letters", "retry", "--dry-run", "--reason", "unreadable_answer");

    assertThat(tried.exitCode()).isEqualTo(0);
    assertThat(tried.out())
        .isEqualTo(
            "       1  unreadable_answer    support-assistant%n".formatted()
                + "would send again: retried=1 already_retried=0 not_retriable=0%n".formatted());
    assertThat(sentAgain()).isEmpty();
    assertThat(retries()).isEmpty();
  }

  @Test
  void nothingIsSentWhereNobodyCanBeAskedAndNobodySaidYes() throws Exception {
    judgeLetter("g1", Reason.UNREADABLE_ANSWER, 0);

    var refused = run("dead-letters", "retry");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--yes").hasLineCount(1);
    assertThat(sentAgain()).isEmpty();
  }

  @Test
  void howeverOftenItIsRetriedEachIsSentOnceAsItWas() throws Exception {
    DeadLetter first = judgeLetter("g1", Reason.UNREADABLE_ANSWER, 0);
    judgeLetter("g2", Reason.RETRIES_EXHAUSTED, 1);

    var one = run("dead-letters", "retry", "--yes", first.getDeadLetterId().substring(0, 6));
    var all = run("dead-letters", "retry", "--yes");
    var again = run("dead-letters", "retry", "--yes");

    assertThat(one.out())
        .isEqualTo("sent again: retried=1 already_retried=0 not_retriable=0%n".formatted());
    assertThat(all.out())
        .isEqualTo("sent again: retried=1 already_retried=1 not_retriable=0%n".formatted());
    assertThat(again.out())
        .isEqualTo("sent again: retried=0 already_retried=2 not_retriable=0%n".formatted());
    assertThat(again.exitCode()).isEqualTo(0);
    List<ConsumerRecord<byte[], byte[]>> sent = sentAgain();
    assertThat(sent).hasSize(2);
    ConsumerRecord<byte[], byte[]> record =
        sent.stream().filter(it -> text(it.key()).equals("g1")).findFirst().orElseThrow();
    assertThat(record.value()).isEqualTo(bytes(first.getSourceValue().orElseThrow()));
    assertThat(record.partition()).isEqualTo(first.getSourcePartition());
    assertThat(headers(record))
        .containsExactly("trace=abc", "gavel-retry-of=" + first.getDeadLetterId());
    assertThat(retries())
        .hasSize(2)
        .anySatisfy(retry -> {
          assertThat(retry.getDeadLetterId()).isEqualTo(first.getDeadLetterId());
          assertThat(retry.getRequestId()).contains("request-of-g1");
        });
    assertThat(run("dead-letters", "list").out())
        .isEqualTo("no dead letters to show%n2 more were sent again, see --all%n".formatted());
    assertThat(run("dead-letters", "list", "--all").out()).contains("sent again ");
  }

  @Test
  void theRetryTopicAloneDecidesSoWhatAnAbortedRunSentIsSentAgain() throws Exception {
    DeadLetter letter = judgeLetter("g1", Reason.UNREADABLE_ANSWER, 0);
    Map<String, Object> properties = servers.kafka().producer();
    properties.put("transactional.id", topics.prefix() + "dead-letters-retry");
    try (KafkaProducer<byte[], byte[]> killed =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      killed.initTransactions();
      killed.beginTransaction();
      String id = letter.getDeadLetterId();
      var request =
          killed.send(
              new ProducerRecord<>(
                  name(Topic.JUDGE_REQUESTS),
                  utf8("g1"),
                  bytes(letter.getSourceValue().orElseThrow())));
      var retry =
          killed.send(new ProducerRecord<>(name(Topic.DEAD_LETTER_RETRIES), utf8(id), utf8("x")));
      killed.flush();
      assertThat(List.of(request, retry)).allMatch(sent -> sent.state() == Future.State.SUCCESS);

      // It neither commits nor aborts: the next run ends its transaction.
      var retried = run("dead-letters", "retry", "--yes");

      assertThat(retried.out())
          .isEqualTo("sent again: retried=1 already_retried=0 not_retriable=0%n".formatted());
      assertThat(sentAgain()).hasSize(1);
      assertThat(retries()).hasSize(1);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(killed::commitTransaction))
          .isInstanceOf(org.apache.kafka.common.KafkaException.class);
    }
    assertThat(sentAgain()).hasSize(1);
  }

  @Test
  void runsAtOnceSendEachOnceBetweenThem() throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      letters.add(write(letter("g" + i, Reason.RETRIES_EXHAUSTED, 0)));
    }
    producer.flush();

    List<TestingCommandLine.Result> results =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(ignored -> run("dead-letters", "retry", "--yes"))
            .toList();
    var last = run("dead-letters", "retry", "--yes");

    assertThat(last.exitCode()).isEqualTo(0);
    assertThat(results)
        .allSatisfy(result ->
            assertThat(result.exitCode() == 0 || result.err().contains("ended this one"))
                .as(result.toString())
                .isTrue());
    assertThat(sentAgain().stream().map(record -> text(record.key())))
        .hasSize(1_200)
        .doesNotHaveDuplicates();
    assertThat(retries().stream().map(DeadLetterRetry::getDeadLetterId))
        .containsExactlyInAnyOrderElementsOf(
            letters.stream().map(DeadLetter::getDeadLetterId).toList());
  }

  @Test
  void aRecordTooLargeForItsDeadLetterIsFetchedFromWhereItStood() throws Exception {
    DeadLetter whole = judgeLetterOf(stand(Topic.JUDGE_REQUESTS, "g1", request("g1")), "g1");
    write(DeadLetters.withoutSource(whole));
    DeadLetter gone =
        DeadLetters.withoutSource(
            DeadLetter.newBuilder(letter("g2", Reason.CONTEXT_TOO_LONG, 0))
                .setSourceOffset(4711)
                .build());
    write(gone);
    producer.flush();

    assertThat(run("dead-letters", "show", whole.getDeadLetterId()).out())
        .contains("\"generation_id\" : \"g1\"");
    var retried = run("dead-letters", "retry", "--yes");

    assertThat(retried.exitCode()).isEqualTo(1);
    assertThat(retried.out())
        .isEqualTo("sent again: retried=1 already_retried=0 not_retriable=1%n".formatted());
    assertThat(retried.err())
        .isEqualTo(
            "not retriable: %s: it carries no record, and in topic %s, partition 0, offset 4711 there is none any more%n"
                .formatted(gone.getDeadLetterId().substring(0, 8), name(Topic.JUDGE_REQUESTS)));
    assertThat(sentAgain())
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.value()).isEqualTo(request("g1")));
  }

  @Test
  void whatIsNoRequestOfThisInstallationIsNotSent() throws Exception {
    write(
        DeadLetter.newBuilder(letter("g1", Reason.INVALID_RECORD, 0))
            .setSourceTopic(name(Topic.REFERENCES))
            .build());
    write(
        DeadLetter.newBuilder(letter("g2", Reason.INVALID_RECORD, 1))
            .setDeadLetterId("f".repeat(32))
            .setSourceTopic("other.generations")
            .build());
    producer.flush();

    var retried = run("dead-letters", "retry", "--yes");

    assertThat(retried.exitCode()).isEqualTo(1);
    assertThat(retried.out()).contains("retried=0 already_retried=0 not_retriable=2");
    assertThat(retried.err())
        .contains("it stood in topic other.generations, and only what stood in", "gavel apply");
  }

  @Test
  void anIdThatFitsNoneOrMoreThanOneSendsNothing() throws Exception {
    write(
        DeadLetter.newBuilder(letter("g1", Reason.INTERNAL_ERROR, 0))
            .setDeadLetterId("abcd1")
            .build());
    write(
        DeadLetter.newBuilder(letter("g2", Reason.INTERNAL_ERROR, 0))
            .setDeadLetterId("abcd2")
            .build());
    producer.flush();

    var refused = run("dead-letters", "retry", "--yes", "abcd", "ffff");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "gavel: nothing was sent: abcd is ambiguous: abcd1, abcd2; there is no dead letter ffff%n"
                .formatted());
    assertThat(sentAgain()).isEmpty();
    assertThat(run("dead-letters", "retry", "--yes", "xyz").exitCode()).isEqualTo(2);
  }

  private List<String> listedIds(String... options) throws IOException {
    var listed =
        run(
            Stream.concat(Stream.of("dead-letters", "list", "--output", "json"), Stream.of(options))
                .toArray(String[]::new));
    assertThat(listed.err()).isEmpty();
    List<String> ids = new ArrayList<>();
    for (String line : listed.out().lines().toList()) {
      ids.add(JSON.readTree(line).path("generation_id").asText());
    }
    return ids;
  }

  private DeadLetter judgeLetter(String generationId, Reason reason, int minute) throws Exception {
    DeadLetter letter = write(letter(generationId, reason, minute));
    producer.flush();
    return letter;
  }

  /// The dead letter of a judge request that stood in partition 0 and is there no more.
  private DeadLetter letter(String generationId, Reason reason, int minute) {
    Headers headers = new RecordHeaders();
    headers.add("trace", utf8("abc"));
    return dead(
        new ConsumerRecord<>(
            name(Topic.JUDGE_REQUESTS),
            0,
            generationId.hashCode(),
            0L,
            TimestampType.CREATE_TIME,
            0,
            0,
            utf8(generationId),
            request(generationId),
            headers,
            java.util.Optional.empty()),
        generationId,
        reason,
        minute);
  }

  private DeadLetter judgeLetterOf(RecordMetadata at, String generationId) {
    return dead(
        new ConsumerRecord<>(
            at.topic(),
            at.partition(),
            at.offset(),
            at.timestamp(),
            TimestampType.CREATE_TIME,
            0,
            0,
            utf8(generationId),
            request(generationId),
            new RecordHeaders(),
            java.util.Optional.empty()),
        generationId,
        Reason.OUTCOME_TOO_LARGE,
        0);
  }

  private static DeadLetter dead(
      ConsumerRecord<byte[], byte[]> source, String generationId, Reason reason, int minute) {
    return DeadLetters.of(
            source,
            Stage.JUDGE,
            reason,
            "It is " + generationId,
            "request-of-" + generationId,
            FAILED_AT.plusSeconds(60L * minute))
        .setGenerationId(generationId)
        .setRubricId("resolution")
        .setApplication("support-assistant")
        .setModel("heron-8b")
        .setAttempts(2)
        .setRawAnswer("\u001B[2JI cannot\nsay.")
        .build();
  }

  private DeadLetter poison(String value) throws Exception {
    DeadLetter letter =
        write(
            DeadLetters.of(
                    new ConsumerRecord<>(name(Topic.GENERATIONS), 0, 3, utf8("key"), utf8(value)),
                    Stage.ENRICH,
                    Reason.UNREADABLE_RECORD,
                    "the magic byte is wrong",
                    null,
                    FAILED_AT)
                .build());
    producer.flush();
    return letter;
  }

  private DeadLetter write(DeadLetter letter) {
    String topic = name(Topic.DEAD_LETTERS);
    var ignored =
        producer.send(
            new ProducerRecord<>(
                topic,
                letter.getSourceKey().map(DeadLettersCommandTest::bytes).orElse(null),
                serializer.serialize(topic, letter)));
    return letter;
  }

  private RecordMetadata stand(Topic topic, String key, byte[] value) throws Exception {
    return producer
        .send(new ProducerRecord<>(name(topic), utf8(key), value))
        .get(60, TimeUnit.SECONDS);
  }

  private byte[] request(String generationId) {
    return serializer.serialize(
        name(Topic.JUDGE_REQUESTS), TestRecords.judgeRequest(generationId).build());
  }

  private List<ConsumerRecord<byte[], byte[]>> sentAgain() {
    return new CommittedRecords(servers).bytes(name(Topic.JUDGE_REQUESTS));
  }

  private List<DeadLetterRetry> retries() {
    return new CommittedRecords(servers)
        .values(name(Topic.DEAD_LETTER_RETRIES), DeadLetterRetry.class);
  }

  private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(header.key() + "=" + text(header.value()));
    }
    return headers;
  }

  private String name(Topic topic) {
    return topic.name(topics.prefix());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(java.nio.ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private TestingCommandLine.Result run(String... arguments) {
    return TestingCommandLine.run(
        Stream.concat(
                Stream.of(arguments), Stream.of("--config", folder.resolve("g.yaml").toString()))
            .toArray(String[]::new));
  }
}
