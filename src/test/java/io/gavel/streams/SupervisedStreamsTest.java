package io.gavel.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.health.Health;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedStreamsTest {
  @TempDir Path folder;

  @Test
  void anErrorIsAFailureAndNotAStartThatNeverEnds() {
    try (SupervisedStreams streams =
        streams(
            Map.of(
                "config.providers",
                "broken",
                "config.providers.broken.class",
                TestingBrokenProvider.class.getName()))) {
      streams.start();

      await().until(() -> streams.health().state() == Health.State.FAILED);
      assertThat(streams.health().detail()).contains("NoClassDefFoundError");
    }
  }

  private SupervisedStreams streams(Map<String, String> properties) {
    return new SupervisedStreams(
        new StreamsRole("enrich", "enrich", folder.toString(), 1, List.of()),
        new TopicsConfig("", 1, 1, Duration.ofDays(1), Duration.ofDays(1)),
        new KafkaConfig("localhost:1", properties, Map.of(), Map.of(), Map.of()),
        Topology::new,
        "worker");
  }
}
