package io.gavel.serde;

import io.gavel.config.InvalidConfigException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads Avro records in the Confluent wire format. Takes the settings of Confluent's
/// `KafkaAvroDeserializer` by the same names. The writer's schema comes from the registry by the id
/// in the record and is resolved to the reading class's own, so that older and newer records can be
/// read. Schemas are kept by id; failures are not. Once configured, for any number of threads.
///
/// Throws [UnreadableRecordException] when the bytes will never be readable, and
/// [RegistryUnavailableException] when the schema cannot be had now.
public final class AvroDeserializer implements Deserializer<Object> {
  private final Function<SerdeSettings, RegistryClient> registries;
  private @Nullable Configured configured;

  /// Kafka makes it from its name; [#configure] comes next.
  public AvroDeserializer() {
    this(Registries::open);
  }

  /// @param registries opens a client, which is closed with this
  AvroDeserializer(Function<SerdeSettings, RegistryClient> registries) {
    this.registries = registries;
  }

  /// @throws InvalidConfigException when a setting cannot be used
  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    close();
    SerdeSettings settings = SerdeSettings.of(configs, isKey);
    configured = new Configured(settings, registries.apply(settings));
  }

  /// @return a record of the configured class (`specific.avro.value.type`), or of the class the
  ///   writer's schema names (`specific.avro.reader`), or a generic one; its strings are
  ///   `java.lang.String`; null for null
  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    if (configured == null) {
      throw new IllegalStateException(
          "configure() comes before deserialize(), and close() after it");
    }
    return configured.read(data);
  }

  @Override
  public void close() {
    if (configured != null) {
      configured.registry.close();
      configured = null;
    }
  }

  /// How the records of one schema id are read: by a reader, or not at all and why.
  private sealed interface Reading {
    record By(Schema writer, DatumReader<Object> reader) implements Reading {}

    record Never(String why) implements Reading {}
  }

  private static final class Configured {
    private final SerdeSettings settings;
    private final RegistryClient registry;
    private final RecentlyUsed<Integer, Reading> byId;

    Configured(SerdeSettings settings, RegistryClient registry) {
      this.settings = settings;
      this.registry = registry;
      this.byId = new RecentlyUsed<>(settings.number("max.schemas.per.subject"));
    }

    Object read(byte[] data) {
      int id = id(data);
      Reading reading = byId.get(id);
      if (reading == null) {
        reading = reading(id, writerSchema(id));
        byId.put(id, reading);
      }
      return switch (reading) {
        case Reading.Never never -> throw new UnreadableRecordException(never.why);
        case Reading.By by -> datum(id, by, data);
      };
    }

    private Schema writerSchema(int id) {
      return (id < 0 ? Optional.<Schema>empty() : registry.byId(id))
          .orElseThrow(() ->
              new UnreadableRecordException(
                  "the schema registry has no schema with the record's id "
                      + id
                      + "; it was deleted, or the record was written with another registry"));
    }

    private Reading reading(int id, Schema writer) {
      Class<?> type = settings.recordClass();
      if (type == null && !settings.flag("specific.avro.reader")) {
        return new Reading.By(writer, new StringReader(writer));
      }
      if (type == null) {
        type =
            GeneratedClasses.find(writer.getFullName(), getClass().getClassLoader()).orElse(null);
      }
      if (type == null) {
        return new Reading.Never(
            "its schema, id %d, is of %s, and there is no such class here"
                .formatted(id, writer.getFullName()));
      }
      GeneratedClasses classes = new GeneratedClasses(type);
      Schema reader = classes.getSchema(type);
      boolean sameRecord =
          writer.getFullName().equals(reader.getFullName())
              || (reader.getType() == Schema.Type.RECORD
                  && reader.getAliases().contains(writer.getFullName()));
      return sameRecord
          ? new Reading.By(writer, reader(writer, reader, classes))
          : new Reading.Never(
              "its schema, id %d, is of %s, not of %s"
                  .formatted(id, writer.getFullName(), reader.getFullName()));
    }
  }

  /// A reader whose way through the schemas is worked out once. Avro's ordinary one keeps that by
  /// thread, and a judge call's thread lives for one record.
  private static DatumReader<Object> reader(
      Schema writer, Schema reader, GeneratedClasses classes) {
    try {
      return new FastReaderBuilder(classes)
          .withKeyClassEnabled(false)
          .withClassPropEnabled(false) // A schema does not get to name a class.
          .createDatumReader(writer, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int id(byte[] data) {
    if (data.length > 0 && data[0] != AvroSerializer.MAGIC) {
      throw new UnreadableRecordException(
          "its first byte is 0x%02x, not 0x00: it was not written by a serializer with a schema"
                  .formatted(data[0])
              + " registry");
    }
    if (data.length < AvroSerializer.HEADER_BYTES) {
      throw new UnreadableRecordException(
          "it has %d bytes, fewer than the %d of the byte 0 and the schema id"
              .formatted(data.length, AvroSerializer.HEADER_BYTES));
    }
    return ByteBuffer.wrap(data).getInt(1);
  }

  /// Avro checks each length against the bytes that are left before it allocates.
  private static Object datum(int id, Reading.By by, byte[] data) {
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(
                data, AvroSerializer.HEADER_BYTES, data.length - AvroSerializer.HEADER_BYTES, null);
    Object datum;
    try {
      datum = by.reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UnreadableRecordException(
            broken(id, by) + decoder.remainingBytes() + " bytes follow the record's end");
      }
    } catch (EOFException e) {
      throw new UnreadableRecordException(broken(id, by) + "the record is cut short", e);
    } catch (AvroRuntimeException e) {
      throw new UnreadableRecordException(broken(id, by) + e.getMessage(), e);
    } catch (UnreadableRecordException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Without the message and the cause, which may quote the content.
      throw new UnreadableRecordException(
          "%sa length or number in it is impossible (%s)"
              .formatted(broken(id, by), e.getClass().getSimpleName()));
    }
    return datum;
  }

  private static String broken(int id, Reading.By by) {
    return "it cannot be read by its schema, id %d, %s: ".formatted(id, by.writer.getFullName());
  }

  /// Reads generic records with `java.lang.String`, whatever the schema's properties say.
  private static final class StringReader extends GenericDatumReader<Object> {
    StringReader(Schema schema) {
      super(schema, schema, new GenericData());
      getData().setFastReaderEnabled(false); // It would not ask for the class below.
    }

    @Override
    protected Class<?> findStringClass(Schema schema) {
      return String.class;
    }
  }
}
