package io.gavel.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.config.EnrichConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.health.Health;
import io.gavel.metric.FunnelMeters;
import io.gavel.serde.RecordSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrichStreamsTest {
  @TempDir Path folder;

  @Test
  void anErrorIsAFailureAndNotAStartThatNeverEnds() {
    try (EnrichStreams streams =
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

  private EnrichStreams streams(Map<String, String> properties) {
    return new EnrichStreams(
        new EnrichConfig("enrich", Duration.ZERO, 0, folder.toString(), 1),
        new TopicsConfig("", 1, 1, Duration.ofDays(1), Duration.ofDays(1)),
        new KafkaConfig("localhost:1", properties, Map.of(), Map.of(), Map.of()),
        new RecordSerdes(RegistryConfig.of("mock://enrich-streams")),
        new FunnelMeters(new SimpleMeterRegistry()),
        "worker");
  }
}
