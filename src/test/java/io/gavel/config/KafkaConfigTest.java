package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class KafkaConfigTest {
  private static KafkaConfig config(Map<String, String> properties, Map<String, String> producer) {
    return new KafkaConfig(
        "host:1", properties, Map.of("c", "consumer"), producer, Map.of("s", "streams"));
  }

  @Test
  void everyClientGetsTheSharedPropertiesAndItsOwnOverThem() {
    KafkaConfig config = config(Map.of("a", "1", "c", "shared"), Map.of("a", "2"));

    assertThat(config.admin())
        .isEqualTo(Map.of("bootstrap.servers", "host:1", "a", "1", "c", "shared"));
    assertThat(config.consumer()).containsEntry("a", "1").containsEntry("c", "consumer");
    assertThat(config.producer()).containsEntry("a", "2").containsEntry("c", "shared");
    assertThat(config.streams())
        .containsEntry("a", "1")
        .containsEntry("consumer.c", "consumer")
        .containsEntry("producer.a", "2")
        .containsEntry("s", "streams");
  }

  @Test
  void producersCompressAndTakeLargeRecordsUnlessTheyAreToldOtherwise() {
    KafkaConfig plain = config(Map.of(), Map.of());
    KafkaConfig shared = config(Map.of("compression.type", "lz4"), Map.of());
    KafkaConfig own = config(Map.of("compression.type", "lz4"), Map.of("compression.type", "none"));

    assertThat(plain.producer())
        .containsEntry("compression.type", "zstd")
        .containsEntry("max.request.size", "20971520");
    assertThat(plain.streams())
        .containsEntry("producer.compression.type", "zstd")
        .containsEntry("producer.max.request.size", "20971520");
    assertThat(shared.producer()).containsEntry("compression.type", "lz4");
    assertThat(shared.streams()).containsEntry("producer.compression.type", "lz4");
    assertThat(own.producer()).containsEntry("compression.type", "none");
    assertThat(own.streams()).containsEntry("producer.compression.type", "none");
  }
}
