package io.gavel.serde;

import io.gavel.config.InvalidConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes Avro records in the Confluent wire format: a byte 0, the schema's id as four bytes (most
/// significant first), the record in Avro's binary form. Takes the settings of Confluent's
/// `KafkaAvroSerializer` by the same names. What the registry said is kept; failures are not. Once
/// configured, for any number of threads.
///
/// Throws [RegistryUnavailableException] when no id can be had now, [SchemaRefusedException] when
/// the registry does not take the schema, and a plain [SerializationException] when a record does
/// not fit its own schema.
public final class AvroSerializer implements Serializer<Object> {
  /// The first byte of every record.
  static final byte MAGIC = 0;

  /// What stands before the record: the byte 0 and the id.
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  /// Without conversions of logical types: values pass as they are encoded.
  private static final GenericData PLAIN = new GenericData();

  private final Function<SerdeSettings, RegistryClient> registries;
  private @Nullable Configured configured;

  /// Kafka makes it from its name; [#configure] comes next.
  public AvroSerializer() {
    this(Registries::open);
  }

  /// @param registries opens a client, which is closed with this
  AvroSerializer(Function<SerdeSettings, RegistryClient> registries) {
    this.registries = registries;
  }

  /// @throws InvalidConfigException when a setting cannot be used
  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    close();
    SerdeSettings settings = SerdeSettings.of(configs, isKey);
    configured = new Configured(settings, registries.apply(settings));
  }

  /// @param data a generated or a generic record; null for a tombstone
  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public byte @Nullable [] serialize(String topic, @Nullable Object data) {
    if (data == null) {
      return null;
    }
    if (configured == null) {
      throw new IllegalStateException("configure() comes before serialize(), and close() after it");
    }
    if (!(data instanceof IndexedRecord record)) {
      throw new SerializationException(
          "topic %s: %s is no Avro record".formatted(topic, data.getClass().getName()));
    }
    return configured.write(topic, record);
  }

  @Override
  public void close() {
    if (configured != null) {
      configured.registry.close();
      configured = null;
    }
  }

  private record Key(String subject, Schema schema) {}

  /// How records of one schema are written under one subject.
  ///
  /// @param id the schema's that is written
  /// @param target that schema where it is laid out differently from the record's own; otherwise
  ///   empty
  /// @param sinceNanos when the registry said so
  private record Form(int id, Optional<Schema> target, long sinceNanos) {}

  private static final class Configured {
    private final SerdeSettings settings;
    private final RegistryClient registry;
    private final SubjectNaming naming;
    private final RecentlyUsed<Key, Form> forms;
    private final boolean followsLatest;
    private final long latestLimitNanos;

    Configured(SerdeSettings settings, RegistryClient registry) {
      this.settings = settings;
      this.registry = registry;
      this.naming = settings.naming();
      this.forms = new RecentlyUsed<>(settings.number("max.schemas.per.subject"));
      this.followsLatest =
          settings.flag("use.latest.version") && !settings.flag("auto.register.schemas");
      int seconds = settings.number("latest.cache.ttl.sec");
      this.latestLimitNanos = seconds < 0 ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(seconds);
    }

    byte[] write(String topic, IndexedRecord record) {
      Schema schema = record.getSchema();
      Key key = new Key(naming.subject(topic, settings.isKey(), schema), schema);
      Form form = forms.get(key);
      if (form == null || isStale(form)) {
        form = form(key);
        forms.put(key, form);
      }
      try {
        Optional<Schema> target = form.target();
        return target.isEmpty()
            ? bytes(form.id(), record, writer(record))
            : bytes(form.id(), laidOut(record, target.get()), writerOf(target.get()));
      } catch (NullPointerException e) {
        // Avro names the field: "null value for (non-nullable) string at Reference.reference_id".
        throw new SerializationException(
            "topic %s: a %s cannot be written: %s"
                .formatted(topic, schema.getFullName(), e.getMessage()),
            e);
      } catch (IOException | RuntimeException e) {
        // Without the message and the cause: Avro's quote the content.
        throw new SerializationException(
            "topic %s: a %s does not fit its own schema (%s)"
                .formatted(topic, schema.getFullName(), e.getClass().getSimpleName()));
      }
    }

    private boolean isStale(Form form) {
      return followsLatest && System.nanoTime() - form.sinceNanos() > latestLimitNanos;
    }

    private Form form(Key key) {
      long now = System.nanoTime();
      if (settings.flag("auto.register.schemas")) {
        return new Form(registry.register(key.subject, key.schema), Optional.empty(), now);
      }
      if (followsLatest) {
        return latest(key, now);
      }
      int id =
          registry
              .find(key.subject, key.schema)
              .orElseThrow(() ->
                  new SchemaRefusedException(
                      "subject %s: the registry does not have this schema of %s, and"
                              .formatted(key.subject, key.schema.getFullName())
                          + " auto.register.schemas is false; register it first"));
      return new Form(id, Optional.empty(), now);
    }

    private Form latest(Key key, long now) {
      RegisteredSchema latest =
          registry
              .latest(key.subject)
              .orElseThrow(() ->
                  new SchemaRefusedException(
                      "subject %s: the registry has no schema, and use.latest.version is true;"
                              .formatted(key.subject)
                          + " register one first"));
      var result =
          SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), key.schema)
              .getResult();
      if (result.getCompatibility() != SchemaCompatibilityType.COMPATIBLE
          && settings.flag("latest.compatibility.strict")) {
        throw new SchemaRefusedException(
            "subject %s: its latest schema, version %d, cannot stand for this schema of %s: %s"
                .formatted(
                    key.subject,
                    latest.version(),
                    key.schema.getFullName(),
                    result.getIncompatibilities().getFirst().getMessage()));
      }
      boolean same =
          SchemaNormalization.toParsingForm(latest.schema())
              .equals(SchemaNormalization.toParsingForm(key.schema));
      return new Form(latest.id(), same ? Optional.empty() : Optional.of(latest.schema()), now);
    }
  }

  /// The record in another schema's layout, by Avro's rules of schema resolution.
  private static Object laidOut(IndexedRecord record, Schema target) throws IOException {
    byte[] own = bytes(0, record, writer(record));
    var decoder =
        DecoderFactory.get().binaryDecoder(own, HEADER_BYTES, own.length - HEADER_BYTES, null);
    return new GenericDatumReader<>(record.getSchema(), target, PLAIN).read(null, decoder);
  }

  private static DatumWriter<Object> writerOf(Schema schema) {
    return new GenericDatumWriter<>(schema, PLAIN);
  }

  private static DatumWriter<Object> writer(IndexedRecord record) {
    return record instanceof SpecificRecordBase generated
        ? new SpecificDatumWriter<>(record.getSchema(), generated.getSpecificData())
        : new GenericDatumWriter<>(record.getSchema(), GenericData.get());
  }

  private static byte[] bytes(int id, Object datum, DatumWriter<Object> writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    writer.write(datum, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
