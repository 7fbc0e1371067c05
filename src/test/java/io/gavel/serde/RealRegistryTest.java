package io.gavel.serde;

import static io.gavel.serde.TestingSerdes.framed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.LocalCluster;
import io.gavel.config.RegistryConfig;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.Reference;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Against the registry that `demo` starts.
@ExtendWith(LocalCluster.class)
final class RealRegistryTest {
  private final RegistryConfig config;
  private final RegistryClient client;
  private final String topic;

  RealRegistryTest(LocalCluster.Servers servers) {
    this.config = servers.registryConfig();
    this.client = RegistryClient.of(config);
    this.topic = servers.newTopics(1).toString().replaceAll("\\W+", "-");
  }

  @Test
  void aSchemaIsRegisteredOnceFoundReadByItsIdAndTheLatest() {
    String subject = topic + "-value";
    assertThat(client.find(subject, Feedback.getClassSchema())).isEmpty();
    assertThat(client.latest(subject)).isEmpty();

    int id = client.register(subject, Feedback.getClassSchema());

    assertThat(client.register(subject, Feedback.getClassSchema())).isEqualTo(id);
    assertThat(client.find(subject, Feedback.getClassSchema())).contains(id);
    Schema registered = client.byId(id).orElseThrow();
    assertThat(registered).isEqualTo(SchemaText.withoutJavaProperties(Feedback.getClassSchema()));
    assertThat(client.latest(subject)).contains(new RegisteredSchema(id, subject, 1, registered));
  }

  @Test
  void everyRecordComesBackAsItWas() {
    RecordSerdes serdes = new RecordSerdes(config);

    try (var serde = serde(serdes, Generation.class)) {
      byte[] bytes = serde.serializer().serialize(topic, TestingRecords.generation());
      assertThat(serde.deserializer().deserialize(topic, bytes))
          .isEqualTo(TestingRecords.generation());
    }
    try (var serde = serde(serdes, Feedback.class)) {
      byte[] bytes = serde.serializer().serialize(topic + "2", TestingRecords.feedback());
      assertThat(serde.deserializer().deserialize(topic + "2", bytes))
          .isEqualTo(TestingRecords.feedback());
    }
  }

  @Test
  void anIncompatibleSchemaIsRefusedAndTheReasonsCanBeAskedBefore() {
    String subject = topic + "-value";
    client.register(subject, Reference.getClassSchema());
    client.setCompatibility(subject, "BACKWARD");
    Schema incompatible = reference("reference_id", "reference_answer", "licence");
    Schema compatible = reference("reference_id");

    assertThat(client.compatibility(subject)).isEqualTo("BACKWARD");
    assertThat(client.incompatibilities(subject, compatible)).isEmpty();
    assertThat(client.incompatibilities(subject, incompatible))
        .singleElement()
        .asString()
        .contains("licence");
    assertThat(client.incompatibilities(topic + "-nothing", incompatible)).isEmpty();
    assertThatThrownBy(() -> client.register(subject, incompatible))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("subject " + subject + ": the registry ")
        .hasMessageContaining("HTTP 409");

    client.setCompatibility(subject, "NONE");
    assertThat(client.register(subject, incompatible)).isPositive();
    assertThat(client.latest(subject).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void aRuleThatDoesNotExistIsRefused() {
    client.register(topic + "-value", Reference.getClassSchema());

    assertThatThrownBy(() -> client.setCompatibility(topic + "-value", "SIDEWAYS"))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("refuses the compatibility rule SIDEWAYS");
  }

  @Test
  void anUnknownIdIsPoisonAndNamesTopicPartitionOffsetAndId() {
    assertThat(client.byId(123_456)).isEmpty();
    var source =
        new ConsumerRecord<byte[], byte[]>(topic, 3, 42, new byte[0], framed(123_456, (byte) 0));

    Decoded<Reference> decoded =
        RecordSerdes.decode(new RecordSerdes(config).deserializer(Reference.class), source);

    assertThat(((Decoded.Poison<Reference>) decoded).detail())
        .isEqualTo(
            "topic %s, partition 3, offset 42: the schema registry has no schema with the record's id 123456; it was deleted, or the record was written with another registry"
                .formatted(topic));
  }

  @Test
  void aSchemaThatIsRegisteredBeforehandIsFoundByTheSerializer() {
    client.register(topic + "-value", Reference.getClassSchema());
    for (Map<String, String> settings :
        List.of(
            Map.of("auto.register.schemas", "false"),
            Map.of("auto.register.schemas", "false", "use.latest.version", "true"),
            Map.of("auto.register.schemas", "false", "normalize.schemas", "true"))) {
      RegistryConfig set =
          new RegistryConfig(config.url(), settings, config.serializer(), config.deserializer());
      try (var serde = serde(new RecordSerdes(set), Reference.class)) {
        byte[] bytes = serde.serializer().serialize(topic, TestingSerdes.reference());
        assertThat(serde.deserializer().deserialize(topic, bytes))
            .isEqualTo(TestingSerdes.reference());
      }
    }
  }

  @Test
  void aWrongPathIsSaidToBeWrong() {
    RegistryClient wrong = RegistryClient.of(RegistryConfig.of(config.url() + "/nowhere"));

    assertThatThrownBy(() -> wrong.byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("check the path of schema.registry.url");
  }

  private static <T extends SpecificRecord> Serde<T> serde(RecordSerdes serdes, Class<T> type) {
    return Serdes.serdeFrom(serdes.serializer(type), serdes.deserializer(type));
  }

  private static Schema reference(String... fields) {
    var record = SchemaBuilder.record("Reference").namespace("io.gavel.schema").fields();
    for (String field : fields) {
      record = record.requiredString(field);
    }
    return record.endRecord();
  }
}
