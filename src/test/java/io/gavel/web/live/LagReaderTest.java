package io.gavel.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.gavel.LocalCluster;
import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.topic.Topic;
import io.gavel.web.api.flow.FunnelSource.Lag;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(LocalCluster.class)
final class LagReaderTest {
  private final KafkaConfig kafka;
  private final TopicsConfig topics;

  LagReaderTest(LocalCluster.Servers servers) {
    kafka = servers.kafka();
    topics = servers.newTopics(1);
  }

  @Test
  void whatIsBehindIsToldAtEveryLookAndNotAtTheFirstAlone() throws Exception {
    String group = groupBehindByTwo();
    AtomicInteger looks = new AtomicInteger();
    InstantSource counted =
        () -> {
          looks.incrementAndGet();
          return InstantSource.system().instant();
        };

    try (LagReader reader =
        new LagReader(kafka, "lag-test", Map.of("judge", group), _ -> 0, counted)) {
      reader.start();
      // A look that the broker keeps waiting finds nothing; the next one does.
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> {
            assertThat(looks.get()).isGreaterThanOrEqualTo(3);
            assertThat(reader.now())
                .singleElement()
                .satisfies(lag -> assertThat(lag.role()).isEqualTo("judge"))
                .extracting(Lag::records)
                .isEqualTo(2L);
          });
    }
  }

  @Test
  void closedInTheMiddleOfALookItSaysNothing() throws Exception {
    String group = groupBehindByTwo();
    CompletableFuture<Thread> looking = new CompletableFuture<>();
    // As a call of the consumer ends that close interrupts.
    InstantSource held =
        () -> {
          looking.complete(Thread.currentThread());
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new InterruptException(e);
          }
          throw new AssertionError("nothing interrupted the look");
        };
    Queue<String> said = new ConcurrentLinkedQueue<>();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)
                && event.getFormattedMessage().contains("lag-closed-test")) {
              said.add(event.getFormattedMessage());
            }
          }
        };
    appender.start();
    Logger clients = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients");
    clients.addAppender(appender);

    LagReader reader =
        new LagReader(kafka, "lag-closed-test", Map.of("judge", group), _ -> 0, held);
    try {
      reader.start();
      Thread thread = looking.get(2, TimeUnit.MINUTES);
      reader.close();

      assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
    } finally {
      clients.detachAppender(appender);
    }

    assertThat(said).isEmpty();
  }

  /// A group that has done one of three records of a topic.
  private String groupBehindByTwo() throws Exception {
    String topic = Topic.JUDGE_REQUESTS.name(topics.prefix());
    String group = "lag-" + topics.prefix();
    try (Admin admin = Admin.create(kafka.admin())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      write(topic, 3);
      admin
          .alterConsumerGroupOffsets(
              group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1)))
          .all()
          .get();
    }
    return group;
  }

  private void write(String topic, int records) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, 0, null, new byte[1])).get();
      }
    }
  }
}
