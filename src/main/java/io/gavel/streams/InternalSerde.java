package io.gavel.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Internal records in Avro's single-object encoding (specification of Avro 1.12, "Single-object
/// encoding"): their schema is known by a fingerprint, so that internal topics need no subject in
/// the schema registry. What earlier releases wrote is read as well ([InternalSchemas]); what a
/// later one writes is not, so a role whose internal records have changed has workers of one
/// release alone. For any thread.
///
/// @param <T> the record's class
public final class InternalSerde<T extends SpecificRecord> implements Serde<T> {
  /// One for each class of records: every task of every role asks for several, and each reads and
  /// digests all the schemas of its class.
  private static final ClassValue<InternalSerde<?>> ALL =
      new ClassValue<>() {
        @Override
        protected InternalSerde<?> computeValue(Class<?> type) {
          return new InternalSerde<>(type.asSubclass(SpecificRecord.class));
        }
      };

  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;

  /// The one for records of a class.
  ///
  /// @param type the record's class
  @SuppressWarnings("unchecked") // It is made from the class.
  public static <T extends SpecificRecord> InternalSerde<T> of(Class<T> type) {
    return (InternalSerde<T>) ALL.get(type);
  }

  private InternalSerde(Class<T> type) {
    SpecificData model = SpecificData.getForClass(type);
    Schema schema = model.getSchema(type);
    encoder = new BinaryMessageEncoder<>(model, schema);
    decoder = new BinaryMessageDecoder<>(model, schema);
    InternalSchemas.of(type).forEach(decoder::addSchema);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public Serializer<T> serializer() {
    return (topic, record) -> record == null ? null : encode(record);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public Deserializer<T> deserializer() {
    return (topic, bytes) -> decodeNullable(bytes);
  }

  /// The bytes of a record.
  public byte[] encode(T record) {
    try {
      ByteBuffer buffer = encoder.encode(record);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("an encoder into memory does no input or output", e);
    }
  }

  /// The record of bytes that [#encode] made.
  ///
  /// @throws SerializationException when they are of a schema that is not known
  public T decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (IOException | AvroRuntimeException e) {
      throw new SerializationException(
          "an internal record cannot be read; it was written by another version of Gavel", e);
    }
  }

  private @Nullable T decodeNullable(byte @Nullable [] bytes) {
    return bytes == null ? null : decode(bytes);
  }
}
