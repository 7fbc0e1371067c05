package io.gavel.enrich;

import io.gavel.schema.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// [Selection] in Avro's single-object encoding (specification of Avro 1.12, "Single-object
/// encoding"): its schema is known by a fingerprint, so that internal topics need no subject in the
/// schema registry. Whoever changes the schema gives the decoder the one before as well, for what
/// waits while a worker is upgraded. For any thread.
final class SelectionSerde implements Serde<Selection> {
  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public Serializer<Selection> serializer() {
    return (topic, selection) -> encode(selection);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public Deserializer<Selection> deserializer() {
    return (topic, bytes) -> decode(bytes);
  }

  private static byte @Nullable [] encode(@Nullable Selection selection) {
    if (selection == null) {
      return null;
    }
    try {
      ByteBuffer buffer = Selection.getEncoder().encode(selection);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("an encoder into memory does no input or output", e);
    }
  }

  private static @Nullable Selection decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return Selection.getDecoder().decode(bytes);
    } catch (IOException | org.apache.avro.AvroRuntimeException e) {
      throw new SerializationException(
          "an internal record of the enrich role cannot be read;"
              + " it was written by another version of Gavel",
          e);
    }
  }
}
