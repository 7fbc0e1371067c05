package io.gavel.serde;

import static io.gavel.serde.TestingSerdes.framed;
import static io.gavel.serde.TestingSerdes.newMock;
import static io.gavel.serde.TestingSerdes.reference;
import static io.gavel.serde.TestingSerdes.schemaAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.RegistryConfig;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordSerdesTest {
  private static final String TOPIC = "references";

  private final RegistryConfig config = RegistryConfig.of(newMock());
  private final RecordSerdes serdes = new RecordSerdes(config);

  @AfterEach
  void forget() {
    TestingForeignDeserializer.DOES.remove();
    TestingForeignSerializer.THROWS.remove();
  }

  @Test
  void whatIsWrittenIsReadWithItsPlace() {
    try (Serde<Reference> serde =
        Serdes.serdeFrom(
            serdes.serializer(Reference.class), serdes.deserializer(Reference.class))) {
      byte[] bytes = serde.serializer().serialize(TOPIC, reference());

      Decoded<Reference> decoded = RecordSerdes.decode(serde.deserializer(), source(bytes));

      assertThat(((Decoded.Intact<Reference>) decoded).value()).isEqualTo(reference());
      assertThat(((Decoded.Intact<Reference>) decoded).source().offset()).isEqualTo(42);
    }
  }

  @Test
  void aPoisonRecordNamesItsPlaceAndItsNeighboursGoOn() {
    try (Serde<Reference> serde =
        Serdes.serdeFrom(
            serdes.serializer(Reference.class), serdes.deserializer(Reference.class))) {
      byte[] good = serde.serializer().serialize(TOPIC, reference());
      List<Decoded<Reference>> decoded =
          List.of(good, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), good).stream()
              .map(bytes -> RecordSerdes.decode(serde.deserializer(), source(bytes)))
              .toList();

      assertThat(decoded)
          .hasExactlyElementsOfTypes(
              Decoded.Intact.class, Decoded.Poison.class, Decoded.Intact.class);
      assertThat(((Decoded.Poison<Reference>) decoded.get(1)).detail())
          .isEqualTo(
              "topic references, partition 3, offset 42: its first byte is 0x7b, not 0x00: it was"
                  + " not written by a serializer with a schema registry");
    }
  }

  @Test
  void aRecordOfAnotherTypeIsPoisonAndNamesBoth() {
    byte[] bytes = serdes.serializer(Rubric.class).serialize(TOPIC, TestingRecords.rubric());

    Decoded<Reference> decoded =
        RecordSerdes.decode(serdes.deserializer(Reference.class), source(bytes));

    assertThat(((Decoded.Poison<Reference>) decoded).detail())
        .endsWith(
            "its schema, id 1, is of io.gavel.schema.Rubric, not of io.gavel.schema.Reference");
  }

  @Test
  void noValueIsPoison() {
    Decoded<Reference> decoded =
        RecordSerdes.decode(
            serdes.deserializer(Reference.class),
            new ConsumerRecord<byte[], byte[]>(TOPIC, 3, 42, new byte[0], null));

    assertThat(((Decoded.Poison<Reference>) decoded).detail())
        .isEqualTo("topic references, partition 3, offset 42: the record has no value");
  }

  @Test
  void aRegistryThatIsDownIsNotPoisonAndNamesPlaceAndUrl() {
    String nobody = TestingRegistryServer.nobody();
    RecordSerdes down =
        new RecordSerdes(
            new RegistryConfig(
                nobody, Map.of("max.retries", "0"), config.serializer(), config.deserializer()));

    assertThatThrownBy(() ->
            RecordSerdes.decode(down.deserializer(Reference.class), source(framed(1, (byte) 0))))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage(
            "topic references, partition 3, offset 42: no schema registry answers: "
                + nobody
                + ": connection refused");
    assertThatThrownBy(() -> down.serializer(Reference.class).serialize(TOPIC, reference()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(nobody + ": connection refused");
  }

  static List<RuntimeException> outages() {
    return List.of(
        new SerializationException("Error retrieving schema", new IOException("refused")),
        new SerializationException(
            "Error retrieving schema", new RestClientException("no; error code: 50001")),
        new SerializationException(
            "Error retrieving schema", new RestClientException("HTTP 404; error code: 404")),
        new TimeoutException("Error retrieving schema"),
        new DisconnectException("Error retrieving schema"),
        new AuthenticationException("Error retrieving schema"),
        new AuthorizationException("Error retrieving schema"));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void anotherLibrarysOutageIsNotPoison(RuntimeException thrown) {
    TestingForeignDeserializer.DOES.set(thrown);

    assertThatThrownBy(
            () -> foreign().deserializer(Reference.class).deserialize(TOPIC, new byte[1]))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Error retrieving schema");
  }

  @ParameterizedTest
  @MethodSource("outages")
  void anotherLibrarysOutageOnWritingIsAnOutage(RuntimeException thrown) {
    assertThatThrownBy(() -> writeForeign(thrown))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Error retrieving schema");
  }

  static List<RuntimeException> refusals() {
    return List.of(
        new SerializationException(
            "Error registering schema", new RestClientException("no; error code: 409")),
        new SerializationException(
            "Error registering schema", new RestClientException("no; error code: 42201")),
        new SerializationException(
            "Error retrieving schema", new RestClientException("Not found; error code: 40403")),
        new InvalidConfigurationException("incompatible; error code: 409"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void anotherLibrarysRefusalIsARefusal(RuntimeException thrown) {
    assertThatThrownBy(() -> writeForeign(thrown))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining(thrown.getMessage());
  }

  @Test
  void aRecordThatAnotherLibraryCannotWriteIsNeither() {
    RuntimeException thrown =
        new SerializationException("Error serializing", new NullPointerException("null of a"));

    assertThatThrownBy(() -> writeForeign(thrown)).isSameAs(thrown);
  }

  private void writeForeign(RuntimeException thrown) {
    TestingForeignSerializer.THROWS.set(thrown);
    RecordSerdes foreign =
        new RecordSerdes(
            new RegistryConfig(
                config.url(),
                Map.of(),
                TestingForeignSerializer.class.getName(),
                config.deserializer()));
    foreign.serializer(Reference.class).serialize(TOPIC, reference());
  }

  @Test
  void allShareOneRegistryClientUntilTheLastIsClosed() {
    try (TestingRegistryServer server = TestingRegistryServer.start()) {
      server
          .answers("GET /schemas/ids/1", 200, schemaAnswer(Reference.getClassSchema()))
          .answers("POST /subjects/references-value/versions", 200, "{\"id\":1}");
      RecordSerdes shared = new RecordSerdes(RegistryConfig.of(server.url()));

      for (int round = 1; round <= 2; round++) {
        var first = shared.serializer(Reference.class);
        var second = shared.serializer(Reference.class);
        var third = shared.deserializer(Reference.class);
        var fourth = shared.deserializer(Reference.class);
        byte[] bytes = first.serialize(TOPIC, reference());
        first.close();
        first.close();
        assertThat(second.serialize(TOPIC, reference())).isEqualTo(bytes);
        assertThat(third.deserialize(TOPIC, bytes)).isEqualTo(reference());
        third.close();
        assertThat(fourth.deserialize(TOPIC, bytes)).isEqualTo(reference());
        second.close();
        fourth.close();
        assertThat(server.asked()).hasSize(2 * round);
      }
    }
  }

  static List<RuntimeException> poisons() {
    return List.of(
        new SerializationException("Unknown magic byte!"),
        new SerializationException("Error deserializing", new EOFException()),
        new SerializationException(
            "Error deserializing", new InvalidNumberEncodingException("Invalid int encoding")),
        new SerializationException(
            "Error retrieving schema",
            new RestClientException("Schema not found; error code: 40403")));
  }

  @ParameterizedTest
  @MethodSource("poisons")
  void anotherLibrarysPoisonIsPoison(RuntimeException thrown) {
    TestingForeignDeserializer.DOES.set(thrown);

    assertThatThrownBy(
            () -> foreign().deserializer(Reference.class).deserialize(TOPIC, new byte[1]))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining(thrown.getMessage());
  }

  @Test
  void anotherLibrarysRecordOfAnotherTypeIsPoison() {
    TestingForeignDeserializer.DOES.set("text");

    assertThatThrownBy(
            () -> foreign().deserializer(Reference.class).deserialize(TOPIC, new byte[1]))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessage("the record holds java.lang.String, not io.gavel.schema.Reference");
  }

  @Test
  void aClassThatIsMissingOrNoSerializerIsNamedWithItsKey() {
    assertThatThrownBy(() -> withClasses("com.acme.Missing").serializer(Reference.class))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("registry.serializer: there is no class com.acme.Missing on the class path");
    assertThatThrownBy(() -> withClasses("java.lang.Object").serializer(Reference.class))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("registry.serializer: java.lang.Object is no ");
    assertThatThrownBy(() -> withClasses("com.acme.Missing").deserializer(Reference.class))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("registry.deserializer: there is no class com.acme.Missing");
  }

  @Test
  void oneSerializerServesManyThreads() {
    var serializer = serdes.serializer(Reference.class);
    var deserializer = serdes.deserializer(Reference.class);

    assertThat(
            IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> Reference.newBuilder(reference()).setReferenceId("r" + i).build())
                .filter(written ->
                    deserializer
                        .deserialize(TOPIC, serializer.serialize(TOPIC, written))
                        .equals(written)))
        .hasSize(2_000);
  }

  private RecordSerdes foreign() {
    return new RecordSerdes(
        new RegistryConfig(
            config.url(),
            Map.of(),
            config.serializer(),
            TestingForeignDeserializer.class.getName()));
  }

  private RecordSerdes withClasses(String name) {
    return new RecordSerdes(new RegistryConfig(config.url(), Map.of(), name, name));
  }

  private static ConsumerRecord<byte[], byte[]> source(byte[] value) {
    return new ConsumerRecord<>(TOPIC, 3, 42, new byte[0], value);
  }

  /// By the name of Confluent's.
  private static final class RestClientException extends Exception {
    private static final long serialVersionUID = 1L;

    RestClientException(String message) {
      super(message);
    }
  }
}
