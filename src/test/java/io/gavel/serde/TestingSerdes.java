package io.gavel.serde;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gavel.schema.Reference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/// What the tests of this package share.
final class TestingSerdes {
  static final String TOPIC = "references";

  private static final AtomicInteger SCOPES = new AtomicInteger();

  private TestingSerdes() {}

  /// The URL of an empty registry in memory.
  static String newMock() {
    return "mock://serde-test-" + SCOPES.incrementAndGet();
  }

  static AvroSerializer serializer(String url, Object... settings) {
    AvroSerializer serializer = new AvroSerializer();
    serializer.configure(settings(url, settings), false);
    return serializer;
  }

  static AvroDeserializer deserializer(String url, Object... settings) {
    AvroDeserializer deserializer = new AvroDeserializer();
    deserializer.configure(settings(url, settings), false);
    return deserializer;
  }

  /// For [Reference].
  static AvroDeserializer reader(String url, Object... settings) {
    AvroDeserializer deserializer = new AvroDeserializer();
    Map<String, Object> all = settings(url, settings);
    all.put("specific.avro.value.type", Reference.class.getName());
    deserializer.configure(all, false);
    return deserializer;
  }

  static RegistryClient client(String url, Object... settings) {
    return Registries.open(SerdeSettings.of(settings(url, settings), false));
  }

  static byte[] write(AvroSerializer serializer, Object record) {
    return Objects.requireNonNull(serializer.serialize(TOPIC, record));
  }

  static Object read(AvroDeserializer deserializer, byte[] bytes) {
    return Objects.requireNonNull(deserializer.deserialize(TOPIC, bytes));
  }

  /// Without retries, so that failures show at once.
  static Map<String, Object> settings(String url, Object... more) {
    Map<String, Object> all = new HashMap<>();
    all.put("schema.registry.url", url);
    all.put("max.retries", "0");
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }

  static Reference reference() {
    return Reference.newBuilder().setReferenceId("r1").setReferenceAnswer("Yes").build();
  }

  /// `{"schema": "..."}` as a registry answers, with the id of a test's choice beside it.
  static String schemaAnswer(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString()).toString();
  }

  static byte[] framed(int id, byte... payload) {
    return ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id).put(payload).array();
  }
}
