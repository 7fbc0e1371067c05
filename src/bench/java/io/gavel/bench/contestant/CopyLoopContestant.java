package io.gavel.bench.contestant;

import io.gavel.bench.load.PoolJudge;
import io.gavel.bench.load.RecordWork;
import io.gavel.bench.load.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A plain transactional loop: poll, send, send the offsets, commit every 100 ms, in one thread.
/// Where it copies bytes it does nothing else, which is the limit of what a transactional worker
/// can do.
public final class CopyLoopContestant implements Contestant {
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
  private static final Duration POLL = Duration.ofMillis(20);

  private final boolean records;

  private CopyLoopContestant(boolean records) {
    this.records = records;
  }

  /// One that copies bytes.
  public static CopyLoopContestant ofBytes() {
    return new CopyLoopContestant(false);
  }

  /// One that decodes and encodes as Gavel does.
  public static CopyLoopContestant ofRecords() {
    return new CopyLoopContestant(true);
  }

  @Override
  public String name() {
    return "Transactional copy loop" + (records ? ", same work" : "");
  }

  @Override
  public String work() {
    return "exactly once; %s in one thread; commit interval 100 ms"
        .formatted(
            records
                ? "decodes the JudgeRequest, encodes the Feedback, as Gavel does,"
                : "copies the record's bytes");
  }

  @Override
  public Running start(Race race) {
    Loop loop = new Loop(race, work(race));
    Thread thread = Thread.ofPlatform().name("copy-loop").start(loop);
    return () -> {
      loop.stopping = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private Work work(Race race) {
    return records
        ? new RecordWork(
            new PoolJudge(race.pool(), race.track().bytes()),
            race.track().serdes(),
            race.track().feedbackTopic())
        : Work.bytes(race.pool());
  }

  private static final class Loop implements Runnable {
    private final Race race;
    private final Work work;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private volatile boolean stopping;

    Loop(Race race, Work work) {
      this.race = race;
      this.work = work;
    }

    @Override
    public void run() {
      try (KafkaConsumer<byte[], byte[]> consumer =
              new KafkaConsumer<>(
                  race.track().consumerProperties(race.run()),
                  new ByteArrayDeserializer(),
                  new ByteArrayDeserializer());
          Producer<byte[], byte[]> producer =
              race.track().producer(Map.of("transactional.id", race.run()))) {
        producer.initTransactions();
        consumer.subscribe(List.of(race.track().requestTopic()));
        long begunNanos = 0;
        while (!stopping) {
          for (ConsumerRecord<byte[], byte[]> request : consumer.poll(POLL)) {
            if (offsets.isEmpty()) {
              producer.beginTransaction();
              begunNanos = System.nanoTime();
            }
            copy(request, producer);
          }
          if (!offsets.isEmpty() && System.nanoTime() - begunNanos >= COMMIT_INTERVAL.toNanos()) {
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
            offsets.clear();
          }
        }
        if (!offsets.isEmpty()) {
          producer.abortTransaction();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void copy(ConsumerRecord<byte[], byte[]> request, Producer<byte[], byte[]> producer)
        throws InterruptedException {
      byte[] outcome = work.outcome(request);
      // What fails fails the commit.
      Future<RecordMetadata> _ =
          producer.send(new ProducerRecord<>(race.track().feedbackTopic(), request.key(), outcome));
      offsets.put(
          new TopicPartition(request.topic(), request.partition()),
          new OffsetAndMetadata(request.offset() + 1));
    }
  }
}
