package io.gavel.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The contracts stay readable. `schemas/history/<record>/<version>.avsc` holds every version that
/// was released, whole; a released file is never changed, and a new version adds one.
class SchemaCompatibilityTest {
  private static final Path SCHEMAS = Path.of("schemas");
  private static final Path HISTORY = SCHEMAS.resolve("history");
  private static final int RECORDS = 20;
  private static final long SEED = 7;

  @ParameterizedTest
  @EnumSource(Topic.class)
  void everythingReleasedCanBeReadWithTodaysSchema(Topic topic) throws Exception {
    Schema today = SpecificData.get().getSchema(topic.recordClass());
    List<Schema> released = released(topic);

    assertThat(released).as("%s has a released version", topic).isNotEmpty();
    new SchemaValidatorBuilder().canReadStrategy().validateAll().validate(today, released);
  }

  /// During a rolling upgrade, and after a roll-back, earlier workers read what today's wrote.
  @ParameterizedTest
  @EnumSource(Topic.class)
  void everythingWrittenTodayCanBeReadWithEveryReleasedSchema(Topic topic) throws Exception {
    Schema today = SpecificData.get().getSchema(topic.recordClass());

    new SchemaValidatorBuilder().canBeReadStrategy().validateAll().validate(today, released(topic));
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void recordsOfEveryReleaseAreReadTodayAndTodaysByEveryRelease(Topic topic) throws Exception {
    Schema today = SpecificData.get().getSchema(topic.recordClass());
    for (Schema release : released(topic)) {
      for (Object record : new RandomData(release, RECORDS, SEED)) {
        assertThat(new SpecificDatumReader<>(release, today).read(null, decoder(release, record)))
            .isInstanceOf(topic.recordClass());
      }
      for (Object record : new RandomData(today, RECORDS, SEED)) {
        Object read = new GenericDatumReader<>(today, release).read(null, decoder(today, record));
        assertThat(GenericData.get().validate(release, read)).isTrue();
      }
    }
  }

  private static Decoder decoder(Schema schema, Object record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Encoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema).write(record, encoder);
    encoder.flush();
    return DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void aFieldAddedWithoutADefaultWouldBeNoticed(Topic topic) throws Exception {
    Schema released = released(topic).getLast();
    List<Schema.Field> fields = new ArrayList<>();
    released.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(new Schema.Field("added", Schema.create(Schema.Type.STRING)));
    Schema broken =
        Schema.createRecord(
            released.getName(), released.getDoc(), released.getNamespace(), false, fields);

    assertThatThrownBy(() ->
            new SchemaValidatorBuilder()
                .canReadStrategy()
                .validateAll()
                .validate(broken, List.of(released)))
        .isInstanceOf(SchemaValidationException.class);
  }

  @ParameterizedTest
  @MethodSource("schemaFiles")
  void everyRecordAndFieldIsDocumented(Path file) throws IOException {
    Schema schema =
        SpecificData.get()
            .getSchema(
                classOf(Files.readString(file).replaceAll("(?s).*?\"name\": \"(\\w+)\".*", "$1")));

    assertThat(schema.getDoc()).as(file.toString()).isNotBlank();
    if (schema.getType() == Schema.Type.RECORD) {
      assertThat(schema.getFields())
          .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
    }
  }

  static Stream<Path> schemaFiles() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList().stream();
    }
  }

  private static Class<?> classOf(String name) {
    try {
      return Class.forName("io.gavel.schema." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no class was generated for " + name, e);
    }
  }

  private static List<Schema> released(Topic topic) throws IOException {
    String record =
        topic
            .recordClass()
            .getSimpleName()
            .replaceAll("(?<!^)([A-Z])", "-$1")
            .toLowerCase(Locale.ROOT);
    try (Stream<Path> versions = Files.list(HISTORY.resolve(record))) {
      List<Schema> schemas = new ArrayList<>();
      for (Path version : versions.sorted().toList()) {
        schemas.add(new Schema.Parser().parse(Files.readString(version)));
      }
      return schemas;
    }
  }
}
