package io.gavel.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
  private static final TopicsConfig TOPICS =
      new TopicsConfig("", 1, 3, Duration.ofDays(1), Duration.ofDays(1));

  @Test
  void theDefaultsAreWhatKafkaStreamsTakes() {
    StreamsConfig config = new StreamsConfig(of("/state", "worker", Map.of()));

    assertThat(config.getString("application.id")).isEqualTo("enrich");
    assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(config.getInt("num.stream.threads")).isEqualTo(4);
    assertThat(config.getInt("replication.factor")).isEqualTo(3);
    assertThat(config.getLong("commit.interval.ms")).isEqualTo(100);
    assertThat(config.getMainConsumerConfigs("enrich", "c", 0))
        .containsEntry("session.timeout.ms", 10_000)
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry("isolation.level", "read_committed");
    assertThat(config.getGlobalConsumerConfigs("c"))
        .containsEntry("isolation.level", "read_committed");
    assertThat(config.getProducerConfigs("p")).containsEntry("compression.type", "zstd");
  }

  @Test
  void twoWorkersOnOneHostKeepTheirStateApart() {
    assertThat(of("/state", "host/1", Map.of()))
        .containsEntry("state.dir", Path.of("/state/host_1").toString());
    assertThat(of("", "b", Map.of()).getProperty("state.dir")).endsWith("/gavel-enrich/b");
  }

  @Test
  void theUsersPropertiesWinWhereNothingCanBeLostByThem() {
    assertThat(
            of(
                "/state",
                "w",
                Map.of(
                    "commit.interval.ms", "500",
                    "processing.guarantee", "at_least_once",
                    "processing.exception.handler",
                        "org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler")))
        .containsEntry("commit.interval.ms", "500")
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("processing.exception.handler", StopOnFailure.class.getName());
  }

  private static Properties of(String stateDir, String workerId, Map<String, String> streams) {
    return StreamsProperties.of(
        new StreamsRole("enrich", "enrich", stateDir, 4, List.of()),
        TOPICS,
        new KafkaConfig("host:9092", Map.of(), Map.of(), Map.of(), streams),
        workerId);
  }
}
