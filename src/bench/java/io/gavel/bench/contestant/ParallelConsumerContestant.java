package io.gavel.bench.contestant;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.gavel.bench.load.PoolJudge;
import io.gavel.bench.load.RecordWork;
import io.gavel.bench.load.Work;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Confluent's Parallel Consumer 0.5.3.3 without an order to keep, otherwise with its default
/// settings.
public final class ParallelConsumerContestant implements Contestant {
  /// How it commits.
  public enum Mode {
    /// Offsets now and then, at least once.
    ASYNCHRONOUS("asynchronous", "at least once", CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS, false),
    /// Through a transactional producer, as it comes.
    TRANSACTIONAL(
        "transactional", "exactly once", CommitMode.PERIODIC_TRANSACTIONAL_PRODUCER, false),
    /// The same, and new work is begun while a transaction commits.
    EAGER("transactional, eager", "exactly once", CommitMode.PERIODIC_TRANSACTIONAL_PRODUCER, true);

    private final String title;
    private final String delivery;
    private final CommitMode commitMode;
    private final boolean eager;

    Mode(String title, String delivery, CommitMode commitMode, boolean eager) {
      this.title = title;
      this.delivery = delivery;
      this.commitMode = commitMode;
      this.eager = eager;
    }

    private boolean transactional() {
      return commitMode == CommitMode.PERIODIC_TRANSACTIONAL_PRODUCER;
    }
  }

  private final Mode mode;
  private final boolean records;

  private ParallelConsumerContestant(Mode mode, boolean records) {
    this.mode = mode;
    this.records = records;
  }

  /// One that copies bytes.
  public static ParallelConsumerContestant ofBytes(Mode mode) {
    return new ParallelConsumerContestant(mode, false);
  }

  /// One that decodes and encodes as Gavel does.
  public static ParallelConsumerContestant ofRecords(Mode mode) {
    return new ParallelConsumerContestant(mode, true);
  }

  @Override
  public String name() {
    return "Parallel Consumer, " + mode.title + (records ? ", same work" : "");
  }

  @Override
  public String work() {
    return "%s; %s; commit mode %s%s"
        .formatted(
            mode.delivery,
            records
                ? "decodes the JudgeRequest, encodes the Feedback, as Gavel does"
                : "copies the record's bytes",
            mode.commitMode,
            mode.eager ? ", eager processing during commits" : "");
  }

  @Override
  public Running start(Race race) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            race.track().consumerProperties(race.run()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    Producer<byte[], byte[]> producer =
        race.track()
            .producer(mode.transactional() ? Map.of("transactional.id", race.run()) : Map.of());
    ParallelStreamProcessor<byte[], byte[]> processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<byte[], byte[]>builder()
                .consumer(consumer)
                .producer(producer)
                .ordering(ProcessingOrder.UNORDERED)
                .commitMode(mode.commitMode)
                .allowEagerProcessingDuringTransactionCommit(mode.eager)
                .maxConcurrency(race.inFlight())
                // It looks into the client's private fields, which newer clients do not let it.
                .ignoreReflectiveAccessExceptionsForAutoCommitDisabledCheck(true)
                .build());
    String feedbackTopic = race.track().feedbackTopic();
    Work work =
        records
            ? new RecordWork(
                new PoolJudge(race.pool(), race.track().bytes()),
                race.track().serdes(),
                feedbackTopic)
            : Work.bytes(race.pool());
    processor.subscribe(List.of(race.track().requestTopic()));
    processor.pollAndProduce(context -> {
      try {
        return new ProducerRecord<>(
            feedbackTopic, context.key(), work.outcome(context.getSingleConsumerRecord()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    });
    return () -> {
      processor.close();
      producer.close();
    };
  }
}
