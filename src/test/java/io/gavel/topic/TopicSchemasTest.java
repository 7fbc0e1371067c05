package io.gavel.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.LocalCluster;
import io.gavel.TestConfigs;
import io.gavel.config.GavelConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.schema.Alert;
import io.gavel.serde.RegistryClient;
import io.gavel.serde.SchemaRefusedException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalCluster.class)
final class TopicSchemasTest {
  private final GavelConfig config;
  private final RegistryClient registry;
  private final TopicSchemas schemas;
  private final String subject;

  TopicSchemasTest(LocalCluster.Servers servers) {
    config =
        TestConfigs.of("w", servers.kafka(), servers.registryConfig(), servers.newTopics(1))
            .build();
    registry = RegistryClient.of(config.registry());
    schemas = new TopicSchemas(config, registry);
    subject = config.topics().prefix() + "alerts-value";
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void allAreMissingThenRegisteredThenCurrent() {
    assertThat(schemas.check())
        .hasSize(Topic.values().length)
        .allMatch(state -> state instanceof SchemaState.Missing)
        .contains(new SchemaState.Missing(subject));

    Map<String, Integer> ids = schemas.register();

    assertThat(ids).hasSize(Topic.values().length).containsKey(subject);
    assertThat(schemas.register()).isEqualTo(ids);
    assertThat(schemas.check())
        .allMatch(state -> state instanceof SchemaState.Current)
        .contains(new SchemaState.Current(subject, 1));
  }

  @Test
  void anotherSchemaDiffers() {
    registry.register(subject, other());
    registry.setCompatibility(subject, "NONE");

    assertThat(schemas.check()).contains(new SchemaState.Different(subject, 1));
  }

  @Test
  void anotherSchemaThatDoesNotFitIsIncompatible() {
    registry.register(subject, other());
    registry.setCompatibility(subject, "BACKWARD");

    SchemaState state =
        schemas.check().stream()
            .filter(it -> it.subject().equals(subject))
            .findFirst()
            .orElseThrow();

    assertThat(state).isInstanceOf(SchemaState.Incompatible.class);
    assertThat(state.text())
        .startsWith(subject + " is incompatible with its latest schema, version 1: ")
        .doesNotContain("\n");
    assertThatThrownBy(schemas::register).isInstanceOf(SchemaRefusedException.class);
  }

  @Test
  void subjectsAreNamedByTheConfiguredStrategy() {
    RegistryConfig byRecord =
        new RegistryConfig(
            "mock://topic-schemas",
            Map.of("value.subject.name.strategy", "TopicRecordNameStrategy"),
            config.registry().serializer(),
            config.registry().deserializer());
    GavelConfig other = TestConfigs.of("w", config.kafka(), byRecord, config.topics()).build();

    try (RegistryClient mock = RegistryClient.of(byRecord)) {
      assertThat(new TopicSchemas(other, mock).register())
          .containsKey(config.topics().prefix() + "alerts-io.gavel.schema.Alert");
    }
  }

  @Test
  void everyStateIsOneSentence() {
    assertThat(new SchemaState.Missing("s").text()).isEqualTo("s is missing");
    assertThat(new SchemaState.Current("s", 2).text()).isEqualTo("s is registered, version 2");
    assertThat(new SchemaState.Different("s", 2).text())
        .isEqualTo("s differs: its latest schema, version 2, is not the one this Gavel writes");
  }

  private static Schema other() {
    return SchemaBuilder.record(Alert.class.getSimpleName())
        .namespace(Alert.class.getPackageName())
        .fields()
        .requiredInt("something_else")
        .endRecord();
  }
}
