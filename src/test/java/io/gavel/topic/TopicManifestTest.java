package io.gavel.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicManifestTest {
  @Test
  void aTopicIsAResourceOfStrimzi() {
    String manifest =
        TopicManifest.of(
            List.of(
                new TopicDefinition("gavel.feedback", 12, 3, Map.of("retention.ms", "1000")),
                new TopicDefinition("gavel.alerts", 1, -1, Map.of("b", "2", "a", "1"))),
            "events");

    assertThat(manifest)
        .isEqualTo(
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaTopic
            metadata:
              name: "gavel.feedback"
              labels:
                strimzi.io/cluster: "events"
            spec:
              topicName: "gavel.feedback"
              partitions: 12
              replicas: 3
              config:
                retention.ms: "1000"
            ---
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaTopic
            metadata:
              name: "gavel.alerts"
              labels:
                strimzi.io/cluster: "events"
            spec:
              topicName: "gavel.alerts"
              partitions: 1
              config:
                a: "1"
                b: "2"
            """);
  }

  @Test
  void aNameThatKubernetesDoesNotTakeIsMadeOneAndTheTopicKeepsItsOwn() {
    String manifest =
        TopicManifest.of(List.of(new TopicDefinition("_Team_A.feedback", 1, 1, Map.of())), "kafka");

    assertThat(manifest)
        .contains("  name: \"team-a.feedback\"\n", "  topicName: \"_Team_A.feedback\"\n");
  }

  @ParameterizedTest
  @CsvSource({"kafka,true", "my-kafka.1,true", "Kafka,false", "-k,false", "k_1,false", "'',false"})
  void namesAreThoseOfKubernetes(String name, boolean isOne) {
    assertThat(TopicManifest.isName(name)).isEqualTo(isOne);
  }
}
