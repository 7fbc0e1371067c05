package io.gavel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.TestRecords;
import io.gavel.config.EngineConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.engine.outcome.OutcomeAssembler;
import io.gavel.engine.outcome.RecordCodec;
import io.gavel.engine.transaction.OutcomePublisher;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import io.gavel.judge.Judge;
import io.gavel.judge.Verdict;
import io.gavel.metric.EngineMeters;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.trace.AskingTrace;
import io.gavel.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the loop takes and in which order, with clients that do as they are told.
@Timeout(180)
class JudgingLoopTest {
  private static final String TOPIC = "judge-requests";
  private static final int MANY = 10_000;
  private final RecordSerdes serdes = new RecordSerdes(RegistryConfig.of("mock://judging-loop"));
  private final Serializer<JudgeRequest> serializer = serdes.serializer(JudgeRequest.class);
  private final TestingConsumer consumer = new TestingConsumer();
  private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
  private volatile Consumer<MockProducer<byte[], byte[]>> asOpened = producer -> {};
  private final Heartbeat heartbeat = new Heartbeat("the loop", System::nanoTime);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Semaphore answers = new Semaphore(0);
  private final List<Runnable> ends = new ArrayList<>();

  @AfterEach
  void end() {
    ends.reversed().forEach(Runnable::run);
  }

  @Test
  void theRecordsHeldAreNoLargerThanIsAllowedHoweverManyThereAre() throws Exception {
    List<ConsumerRecord<byte[], byte[]>> records = records(0, 40);
    consumer.setMaxPollRecords(1);

    start(MANY, new Limits(MANY, 5L * bytes(records.getFirst())), records);

    await().until(() -> asked.size() == 5);
    awaitPolls(20);
    assertThat(asked).hasSize(5);
    answers.release();
    await().until(() -> asked.size() == 6);
    awaitPolls(20);
    assertThat(asked).hasSize(6);
  }

  @Test
  void aRecordThatIsLargerThanIsAllowedIsTakenAlone() throws Exception {
    consumer.setMaxPollRecords(1);

    start(MANY, new Limits(MANY, 1), records(0, 3));

    await().until(() -> asked.size() == 1);
    awaitPolls(20);
    assertThat(asked).containsExactly("p0-0");
    answers.release(2);
    await().until(() -> asked.size() == 3);
  }

  @Test
  void partitionsTakeTurnsWhereOneCallIsMadeAtATime() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(records(0, 10));
    records.addAll(records(1, 10));
    records.addAll(records(2, 1));
    answers.release(MANY);

    start(1, new Limits(MANY, Long.MAX_VALUE), records);

    await().until(() -> asked.size() == 21);
    assertThat(asked.subList(0, 3)).containsExactlyInAnyOrder("p0-0", "p1-0", "p2-0");
    for (int i = 3; i < 21; i += 2) {
      int offset = i / 2;
      assertThat(asked.subList(i, i + 2)).containsExactlyInAnyOrder("p0-" + offset, "p1-" + offset);
    }
  }

  @Test
  void theLoopWaitsForNoRecordsWhileRecordsWaitForACall() throws Exception {
    answers.release(MANY);

    start(2, new Limits(MANY, Long.MAX_VALUE), records(0, 2_000));

    await().until(() -> asked.size() == 2_000);
    awaitPolls(1);
    assertThat(consumer.waitedBesideWork).isZero();
  }

  @Test
  void whyNothingCanBePublishedIsInTheHealthUntilItCan() {
    answers.release(MANY);
    asOpened = producer -> producer.sendException = refused();

    start(1, new Limits(MANY, Long.MAX_VALUE), records(0, 1));

    await().until(() -> heartbeat.health().state() == Health.State.WAITING);
    await()
        .untilAsserted(() ->
            assertThat(heartbeat.health().detail())
                .contains("its transactions fail", "[gavel.feedback]", "gavel acls"));
    producers.forEach(producer -> producer.sendException = null);
    await().until(() -> heartbeat.health().state() == Health.State.RUNNING);
    assertThat(producers.getLast().commitCount()).isPositive();
  }

  @Test
  void whereThePartitionsHaveGoneThatCouldNotBePublishedItRunsAgain() {
    answers.release(MANY);
    asOpened = producer -> producer.sendException = refused();
    start(1, new Limits(MANY, Long.MAX_VALUE), records(0, 1));
    await().until(() -> heartbeat.health().detail().contains("its transactions fail"));

    consumer.schedulePollTask(() -> consumer.rebalance(List.of()));

    await().until(() -> heartbeat.health().state() == Health.State.RUNNING);
  }

  @Test
  void aProducerThatCannotBeOpenedAgainIsInTheHealthToo() {
    answers.release(MANY);
    asOpened =
        producer -> {
          if (producers.size() == 1) {
            producer.commitTransactionException = new ProducerFencedException("another");
          } else {
            producer.initTransactionException = new TimeoutException("no coordinator");
          }
        };

    start(1, new Limits(MANY, Long.MAX_VALUE), records(0, 1));

    await().until(() -> heartbeat.health().detail().contains("no coordinator"));
    asOpened = producer -> {};
    await().until(() -> heartbeat.health().state() == Health.State.RUNNING);
  }

  private static KafkaException refused() {
    return new KafkaException(
        "we are in an error state",
        new TopicAuthorizationException("no", Set.of("gavel.feedback")));
  }

  private MockProducer<byte[], byte[]> open() {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    producers.add(producer);
    asOpened.accept(producer);
    return producer;
  }

  /// Counts how often it was told to wait for records although some of them are not to be read now:
  /// those wait for a call.
  private static final class TestingConsumer extends MockConsumer<byte[], byte[]> {
    private volatile int waitedBesideWork;

    TestingConsumer() {
      super("earliest");
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (!timeout.isZero() && !paused().isEmpty()) {
        waitedBesideWork++;
      }
      return super.poll(timeout);
    }
  }

  /// Runs a loop that is assigned the partitions of some records, and finds all of them there.
  private void start(int inFlight, Limits limits, List<ConsumerRecord<byte[], byte[]>> records) {
    EngineConfig config =
        new EngineConfig("judges", Duration.ofMillis(1), inFlight, Duration.ZERO, 4096);
    RecordCodec codec = new RecordCodec(serdes, "");
    Judge judge = this::assess;
    JudgeCall judging =
        new JudgeCall(judge, new OutcomeAssembler(InstantSource.system()), codec, Tracing.OFF);
    Calls calls = new Calls(judging);
    CommittedMaps committed = new CommittedMaps(consumer, config.groupId());
    Assignment assignment = new Assignment();
    EngineMeters meters = new EngineMeters(new SimpleMeterRegistry());
    PublisherThread publisher = new PublisherThread(new OutcomePublisher(this::open), judging);
    Publishing publishing =
        new Publishing(publisher, consumer, committed, assignment, meters, config.commitInterval());
    JudgingLoop loop =
        new JudgingLoop(
            config,
            TOPIC,
            consumer,
            committed,
            assignment,
            calls,
            publishing,
            limits,
            meters,
            heartbeat);
    List<TopicPartition> partitions =
        records.stream()
            .map(record -> new TopicPartition(TOPIC, record.partition()))
            .distinct()
            .toList();
    consumer.updateBeginningOffsets(
        partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> 0L)));
    consumer.schedulePollTask(() -> {
      consumer.rebalance(partitions);
      records.forEach(consumer::addRecord);
    });
    Thread thread = Thread.ofPlatform().name("judging-loop").start(loop::run);
    ends.add(codec::close);
    ends.add(publishing::close);
    ends.add(calls::close);
    ends.add(() -> {
      loop.stop();
      joined(thread);
    });
  }

  private Verdict assess(JudgeRequest request, AskingTrace trace) throws InterruptedException {
    asked.add(request.getGeneration().getGenerationId());
    answers.acquire();
    return Verdict.Scored.plain(4, "Good.", List.of(), TestRecords.judgement(4));
  }

  /// Waits until the loop has polled so often; each poll could have brought records.
  private void awaitPolls(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      CountDownLatch polled = new CountDownLatch(1);
      consumer.schedulePollTask(polled::countDown);
      polled.await();
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> records(int partition, int count) {
    return IntStream.range(0, count).mapToObj(offset -> record(partition, offset)).toList();
  }

  private ConsumerRecord<byte[], byte[]> record(int partition, int offset) {
    String id = "p%d-%d".formatted(partition, offset);
    byte[] value = serializer.serialize(TOPIC, TestRecords.judgeRequest(id).build());
    return new ConsumerRecord<>(
        TOPIC,
        partition,
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        value.length,
        new byte[0],
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private static int bytes(ConsumerRecord<byte[], byte[]> record) {
    return record.serializedKeySize() + record.serializedValueSize();
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
