package io.gavel.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class BootstrapServersTest {
  @Test
  void aClientsWordsForHostsThatCannotBeFoundAreKnown() {
    Throwable thrown =
        catchThrowable(
            () -> Admin.create(Map.<String, Object>of("bootstrap.servers", "no.invalid:9092")));

    assertThat(BootstrapServers.areUnknown(thrown)).isTrue();
    assertThat(BootstrapServers.areUnknown(new IllegalStateException(thrown))).isTrue();
  }

  @Test
  void anyOtherMistakeIsAMistake() {
    Throwable thrown =
        catchThrowable(
            () -> Admin.create(Map.<String, Object>of("bootstrap.servers", "no-port.invalid")));

    assertThat(thrown).isNotNull();
    assertThat(BootstrapServers.areUnknown(thrown)).isFalse();
    assertThat(BootstrapServers.areUnknown(new ConfigException("retries"))).isFalse();
  }
}
