package io.gavel.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.LocalCluster;
import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.topic.Topic;
import io.gavel.web.api.flow.FunnelSource.Lag;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
