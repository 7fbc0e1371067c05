package io.gavel.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.TestRecords;
import io.gavel.config.RewardConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.RewardMeters;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preference;
import io.gavel.schema.Preferred;
import io.gavel.schema.RankedCandidate;
import io.gavel.schema.Ranking;
import io.gavel.schema.Reward;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.SupervisedStreams;
import io.gavel.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalCluster.class)
class RewardOnBrokerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> IDS = List.of("a", "b", "c");
  private static final int GROUPS = 10;

  @TempDir Path folder;

  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final Serializer<SpecificRecord> serializer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final RewardMeters meters = new RewardMeters(new SimpleMeterRegistry());

  RewardOnBrokerTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(3);
    serializer = new RecordSerdes(servers.registryConfig()).serializer(SpecificRecord.class);
    producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    producer.close();
    serializer.close();
  }

  @Test
  void requestsAndVerdictsMeetWhateverTheirPartitionsAndAfterARestart() throws Exception {
    servers.createTopics(
        Stream.of(Topic.values()).map(topic -> topic.name(topics.prefix())).toList(), 3);
    try (SupervisedStreams _ = start("first")) {
      eachOrder((group, first, second) ->
          send(
              Topic.JUDGE_REQUESTS,
              first,
              Pairs.request(first + group, second + group, 3)
                  .setGeneration(
                      TestRecords.generation(first + group)
                          .setCandidateGroup("group" + group)
                          .build())
                  .build()));
      await().atMost(PATIENCE).until(() -> meters.waiting() == 6 * GROUPS);
    }
    assertThat(meters.waiting()).isZero();

    try (SupervisedStreams _ = start("second")) {
      eachOrder((group, first, second) ->
          send(
              Topic.FEEDBACK,
              second,
              Pairs.verdict(
                      first + group,
                      second + group,
                      first.compareTo(second) < 0 ? Preferred.FIRST : Preferred.SECOND)
                  .setCandidateGroup("group" + group)
                  .build()));

      await().atMost(PATIENCE).until(() -> rankings().size() >= GROUPS);
    }
    assertThat(rankings())
        .hasSize(GROUPS)
        .allSatisfy(ranking -> {
          assertThat(ranking.getComplete()).isTrue();
          assertThat(ranking.getCandidates())
              .extracting(RankedCandidate::getGenerationId)
              .extracting(id -> id.substring(0, 1))
              .isEqualTo(IDS);
        });
    assertThat(
            new CommittedRecords(servers)
                .values(Topic.PREFERENCES.name(topics.prefix()), Preference.class))
        .hasSize(3 * GROUPS)
        .allSatisfy(preference -> assertThat(preference.getOrdersAgreed()).isTrue());
    assertThat(meters.waiting()).isZero();
  }

  @Test
  void outcomesMeetWhateverTheirPartitionsAndAfterARestart() throws Exception {
    servers.createTopics(
        Stream.of(Topic.values()).map(topic -> topic.name(topics.prefix())).toList(), 3);
    List<String> ids = IntStream.range(0, 30).mapToObj(i -> "g" + i).toList();
    try (SupervisedStreams _ = start("first")) {
      for (String id : ids) {
        send(Topic.FEEDBACK, id, Scored.feedback(id, "tone", 3, 5).setWeight(3).build());
        send(Topic.FEEDBACK, "b" + id, Scored.feedback(id, "facts", 3, 1).build());
      }
      await().atMost(PATIENCE).until(() -> meters.rewardsWaiting() == ids.size());
    }
    assertThat(meters.rewardsWaiting()).isZero();

    try (SupervisedStreams _ = start("second")) {
      String requests = Topic.JUDGE_REQUESTS.name(topics.prefix());
      for (String id : ids) {
        send(Topic.FEEDBACK, "c" + id, Scored.feedback(id, "facts", 3, 1).build());
        JudgeRequest request = Scored.request(id, "form", 3).build();
        send(
            Topic.DEAD_LETTERS,
            "d" + id,
            Scored.deadLetter(request)
                .setSourceTopic(requests)
                .setSourceValue(ByteBuffer.wrap(serializer.serialize(requests, request)))
                .build());
      }
      await().atMost(PATIENCE).until(() -> rewards().size() >= ids.size());
    }
    assertThat(rewards())
        .extracting(Reward::getGenerationId)
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(rewards())
        .allSatisfy(reward -> {
          assertThat(reward.getValue()).isEqualTo(0.75);
          assertThat(reward.getComplete()).isFalse();
          assertThat(reward.getDeadLetters()).isEqualTo(1);
        });
  }

  private interface Order {
    void take(int group, String first, String second) throws Exception;
  }

  private static void eachOrder(Order order) throws Exception {
    for (int group = 0; group < GROUPS; group++) {
      for (String first : IDS) {
        for (String second : IDS) {
          if (!first.equals(second)) {
            order.take(group, first, second);
          }
        }
      }
    }
  }

  private SupervisedStreams start(String workerId) {
    SupervisedStreams streams =
        RewardStreams.of(
            new RewardConfig(
                "reward-" + topics.prefix(),
                Duration.ofHours(1),
                1_000,
                Duration.ofHours(1),
                1_000,
                folder.toString(),
                2),
            topics,
            servers.kafka(),
            new RecordSerdes(servers.registryConfig()),
            meters,
            workerId);
    streams.start();
    return streams;
  }

  private void send(Topic topic, String key, SpecificRecord record) throws Exception {
    String name = topic.name(topics.prefix());
    producer
        .send(
            new ProducerRecord<>(
                name, key.getBytes(StandardCharsets.UTF_8), serializer.serialize(name, record)))
        .get(60, TimeUnit.SECONDS);
  }

  private List<Reward> rewards() {
    return new CommittedRecords(servers).values(Topic.REWARDS.name(topics.prefix()), Reward.class);
  }

  private List<Ranking> rankings() {
    return new CommittedRecords(servers)
        .values(Topic.RANKINGS.name(topics.prefix()), Ranking.class);
  }
}
