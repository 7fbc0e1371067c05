package io.gavel.soak;

import io.gavel.TestRecords;
import io.gavel.config.KafkaConfig;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/// Sends judge requests at a steady pace, on a thread of its own, in small batches: some plainly,
/// some in transactions, which leave gaps between the offsets, and some in transactions that are
/// aborted, whose requests nobody may ever answer. One in a hundred is no record at all, and has to
/// become a dead letter.
///
/// What fails is never sent again under the same id: whether it is there after all is for the
/// reader to see.
final class RequestSender implements AutoCloseable {
  private static final String TOPIC = Topic.JUDGE_REQUESTS.name(WorkerSettings.PREFIX);
  private static final int LARGEST_BATCH = 8;
  private static final double ABORTED = 0.1;
  private static final double PLAIN = 0.4;
  private static final double POISON = 0.01;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConfig kafka;
  private final OutcomeBook book;
  private final Serializer<JudgeRequest> serializer;
  private final RandomGenerator random;
  private final int perSecond;
  private final KafkaProducer<byte[], byte[]> plain;
  private final Thread thread;
  private KafkaProducer<byte[], byte[]> transactional;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean stopping;

  /// @param kafka the brokers
  /// @param serdes how requests are written
  /// @param book is told of every request before it is sent
  /// @param seed decides what is sent how
  /// @param perSecond the pace
  RequestSender(
      KafkaConfig kafka, RecordSerdes serdes, OutcomeBook book, long seed, int perSecond) {
    this.kafka = kafka;
    this.book = book;
    this.serializer = serdes.serializer(JudgeRequest.class);
    this.random = new Random(seed);
    this.perSecond = perSecond;
    this.plain = producer(Map.of());
    this.transactional = newTransactional();
    this.thread = Thread.ofPlatform().name("request-sender").unstarted(this::run);
  }

  /// Begins.
  void start() {
    thread.start();
  }

  /// How many requests were sent, the aborted ones not counted.
  int sent() {
    return sent.get();
  }

  /// How many records failed, and attempts at transactions.
  int failures() {
    return failures.get();
  }

  /// Ends after the batch under way; returns when nothing is under way any more.
  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    plain.close(Duration.ZERO);
    transactional.close(Duration.ZERO);
    serializer.close();
  }

  private void run() {
    try {
      for (int number = 0; !stopping; ) {
        int size = random.nextInt(1, LARGEST_BATCH + 1);
        double how = random.nextDouble();
        List<ProducerRecord<byte[], byte[]>> batch = batch(number, size, how < ABORTED);
        number += size;
        try {
          if (how < ABORTED) {
            abort(batch);
          } else if (how < ABORTED + PLAIN) {
            sendPlainly(batch);
          } else {
            commit(batch);
          }
        } catch (KafkaException e) {
          failures.incrementAndGet();
          replaceTransactional();
        }
        TimeUnit.MILLISECONDS.sleep(1_000L * size / perSecond);
      }
      plain.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      book.violate("the sender failed: " + e);
    }
  }

  private List<ProducerRecord<byte[], byte[]>> batch(int first, int size, boolean doomed) {
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>(size);
    for (int number = first; number < first + size; number++) {
      boolean poison = random.nextDouble() < POISON;
      String generation = (doomed ? "aborted-" : poison ? "poison-" : "soak-") + number;
      byte[] key = generation.getBytes(StandardCharsets.UTF_8);
      JudgeRequest request = TestRecords.judgeRequest(generation).build();
      if (!doomed) {
        book.sending(poison ? generation : request.getRequestId());
        sent.incrementAndGet();
      }
      batch.add(
          new ProducerRecord<>(TOPIC, key, poison ? key : serializer.serialize(TOPIC, request)));
    }
    return batch;
  }

  private void sendPlainly(List<ProducerRecord<byte[], byte[]>> batch) {
    send(plain, batch);
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> batch) {
    for (ProducerRecord<byte[], byte[]> request : batch) {
      var _ =
          producer.send(
              request,
              (_, failure) -> {
                if (failure != null) {
                  failures.incrementAndGet();
                }
              });
    }
  }

  private void commit(List<ProducerRecord<byte[], byte[]>> batch) {
    transactional.beginTransaction();
    send(transactional, batch);
    while (true) {
      try {
        transactional.commitTransaction();
        return;
      } catch (TimeoutException e) {
        // It may have been taken: only trying again tells.
        failures.incrementAndGet();
      }
    }
  }

  private void abort(List<ProducerRecord<byte[], byte[]>> batch) {
    transactional.beginTransaction();
    send(transactional, batch);
    transactional.flush();
    transactional.abortTransaction();
  }

  private void replaceTransactional() throws InterruptedException {
    transactional.close(Duration.ZERO);
    while (!stopping) {
      try {
        transactional = newTransactional();
        return;
      } catch (KafkaException e) {
        failures.incrementAndGet();
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private KafkaProducer<byte[], byte[]> newTransactional() {
    KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "soak-sender"));
    try {
      producer.initTransactions();
      return producer;
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, String> more) {
    Map<String, Object> properties = kafka.producer();
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    properties.put("linger.ms", "0");
    properties.put("max.block.ms", Long.toString(PATIENCE.toMillis()));
    properties.put("transaction.timeout.ms", "15000");
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
