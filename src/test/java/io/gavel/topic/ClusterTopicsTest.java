package io.gavel.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.LocalCluster;
import io.gavel.config.InvalidConfigException;
import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalCluster.class)
final class ClusterTopicsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KafkaConfig kafka;
  private final TopicsConfig config;
  private final List<TopicDefinition> wanted;

  ClusterTopicsTest(LocalCluster.Servers servers) {
    kafka = servers.kafka();
    config = servers.newTopics(2);
    wanted = TopicDefinition.all(config);
  }

  private List<TopicDifference> apply(List<TopicDefinition> definitions) {
    try (ClusterTopics cluster = ClusterTopics.of(kafka, PATIENCE)) {
      cluster.apply(cluster.differences(definitions));
      return cluster.differences(definitions);
    }
  }

  private static TopicsConfig with(
      TopicsConfig config, int partitions, int replicas, Duration retention) {
    return new TopicsConfig(
        config.prefix(), partitions, replicas, retention, config.deadLetterRetention());
  }

  @Test
  void allTopicsAreCreatedAndThenNothingDiffers() {
    try (ClusterTopics cluster = ClusterTopics.of(kafka, PATIENCE)) {
      assertThat(cluster.differences(wanted))
          .isEqualTo(wanted.stream().map(TopicDifference.Missing::new).toList());
    }

    assertThat(apply(wanted)).isEmpty();
    assertThat(apply(wanted)).isEmpty();
  }

  @Test
  void aSettingThatDiffersIsNamedAndChanged() {
    apply(wanted);
    List<TopicDefinition> longer = TopicDefinition.all(with(config, 2, 1, Duration.ofDays(9)));

    try (ClusterTopics cluster = ClusterTopics.of(kafka, PATIENCE)) {
      assertThat(cluster.differences(longer))
          .contains(
              new TopicDifference.Setting(
                  config.prefix() + "feedback", "retention.ms", "604800000", "777600000"));
    }
    assertThat(apply(longer)).isEmpty();
  }

  @Test
  void otherNumbersOfPartitionsAndReplicasAreToldAndLeftAlone() {
    apply(wanted);
    List<TopicDefinition> larger = TopicDefinition.all(with(config, 4, 3, config.retention()));

    List<TopicDifference> left = apply(larger);

    assertThat(left)
        .hasSize(2 * larger.size())
        .contains(
            new TopicDifference.Partitions(config.prefix() + "alerts", 2, 4),
            new TopicDifference.Replicas(config.prefix() + "alerts", 1, 3))
        .noneMatch(TopicDifference::canBeApplied);
  }

  @Test
  void aTopicThatAppearsInBetweenIsNoError() {
    try (ClusterTopics cluster = ClusterTopics.of(kafka, PATIENCE)) {
      List<TopicDifference> before = cluster.differences(wanted);
      apply(wanted.subList(0, 3));

      cluster.apply(before);

      assertThat(cluster.differences(wanted)).isEmpty();
    }
  }

  @Test
  void moreReplicasThanBrokersAreRefusedByKey() {
    List<TopicDefinition> three = TopicDefinition.all(with(config, 2, 3, config.retention()));

    assertThatThrownBy(() -> apply(three))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("topics.replication_factor: the cluster cannot do it: ");
  }

  @Test
  void aClusterThatIsDownIsNamedWithinTheLimit() {
    KafkaConfig down = KafkaConfig.of("127.0.0.1:1");

    try (ClusterTopics cluster = ClusterTopics.of(down, Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> cluster.differences(wanted))
          .isInstanceOf(ClusterUnavailableException.class)
          .hasMessage(
              "no Kafka broker answers at 127.0.0.1:1 within 1 s (TimeoutException); start it, or"
                  + " correct kafka.bootstrap_servers and kafka.properties");
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpWithinTheLimit() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ClusterTopics cluster =
            ClusterTopics.of(
                KafkaConfig.of("127.0.0.1:" + silent.getLocalPort()), Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> cluster.differences(wanted))
          .isInstanceOf(ClusterUnavailableException.class);
    }
  }

  @Test
  void whatCannotBeUsedIsRefusedBeforeAnythingIsAsked() {
    KafkaConfig wrong =
        new KafkaConfig(
            "localhost:9092", Map.of("security.protocol", "X"), Map.of(), Map.of(), Map.of());
    assertThatThrownBy(() -> ClusterTopics.of(wrong))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("security.protocol");
    assertThatThrownBy(() -> ClusterTopics.of(KafkaConfig.of("no-such-host.invalid:9092")))
        .isInstanceOf(ClusterUnavailableException.class)
        .hasMessage("no host of kafka.bootstrap_servers can be found: no-such-host.invalid:9092");
    assertThatThrownBy(() -> ClusterTopics.of(KafkaConfig.of("localhost")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("localhost");
  }

  @Test
  void everyDifferenceIsOneSentence() {
    assertThat(new TopicDifference.Missing(wanted.getFirst()).text())
        .isEqualTo(config.prefix() + "generations is missing; it should have 2 partitions");
    assertThat(new TopicDifference.Partitions("t", 2, 4).text())
        .startsWith("t has 2 partitions, not 4; this is not changed");
    assertThat(new TopicDifference.Replicas("t", 1, 3).text())
        .startsWith("t has 1 replicas of each partition, not 3; this is not changed");
    assertThat(new TopicDifference.Setting("t", "retention.ms", "1", "2").text())
        .isEqualTo("t: retention.ms is 1, not 2");
  }
}
