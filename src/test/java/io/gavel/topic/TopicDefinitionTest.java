package io.gavel.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.TopicsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicDefinitionTest {
  private static final TopicsConfig CONFIG =
      new TopicsConfig("p.", 6, -1, Duration.ofDays(7), Duration.ofDays(30));

  @Test
  void theCatalogueHoldsEveryTopicInTheEventsOrder() {
    assertThat(TopicDefinition.all(CONFIG).stream().map(TopicDefinition::name))
        .containsExactly(
            "p.generations",
            "p.rubrics",
            "p.references",
            "p.policies",
            "p.judge-requests",
            "p.feedback",
            "p.preferences",
            "p.rankings",
            "p.rewards",
            "p.score-windows",
            "p.baselines",
            "p.alerts",
            "p.dead-letters",
            "p.dead-letter-retries");
  }

  @Test
  void allTopicsHaveTheSameNumberOfPartitionsSoThatTheyCanBeJoined() {
    List<TopicDefinition> all = TopicDefinition.all(CONFIG);

    assertThat(all).extracting(TopicDefinition::partitions).containsOnly(6);
    assertThat(all).extracting(TopicDefinition::replicationFactor).containsOnly(-1);
  }

  @Test
  void aTopicThatIsNotCompactedIsKeptForItsRetention() {
    assertThat(TopicDefinition.of(Topic.GENERATIONS, CONFIG).settings())
        .isEqualTo(
            Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "604800000",
                "compression.type", "zstd",
                "message.timestamp.type", "CreateTime",
                "max.message.bytes", "1048588"));
    assertThat(TopicDefinition.of(Topic.DEAD_LETTERS, CONFIG).settings())
        .containsEntry("retention.ms", "2592000000");
  }

  @Test
  void aCompactedTopicRemembersDeletionsForTheRetention() {
    assertThat(TopicDefinition.of(Topic.RUBRICS, CONFIG).settings())
        .isEqualTo(
            Map.of(
                "cleanup.policy", "compact",
                "delete.retention.ms", "604800000",
                "compression.type", "zstd",
                "message.timestamp.type", "CreateTime",
                "max.message.bytes", "1048588"));
  }

  @Test
  void aJudgeRequestHoldsItsPartsAndADeadLetterHoldsAJudgeRequest() {
    int generation = largest(Topic.GENERATIONS);
    int request = largest(Topic.JUDGE_REQUESTS);

    assertThat(request)
        .isGreaterThan(2 * generation + largest(Topic.REFERENCES) + largest(Topic.RUBRICS));
    assertThat(largest(Topic.DEAD_LETTERS)).isGreaterThan(request + 64 * 1024);
  }

  private static int largest(Topic topic) {
    return Integer.parseInt(
        TopicDefinition.of(topic, CONFIG).settings().getOrDefault("max.message.bytes", "0"));
  }
}
