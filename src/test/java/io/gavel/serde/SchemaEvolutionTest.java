package io.gavel.serde;

import static io.gavel.serde.TestingSerdes.client;
import static io.gavel.serde.TestingSerdes.deserializer;
import static io.gavel.serde.TestingSerdes.newMock;
import static io.gavel.serde.TestingSerdes.read;
import static io.gavel.serde.TestingSerdes.reader;
import static io.gavel.serde.TestingSerdes.serializer;
import static io.gavel.serde.TestingSerdes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

final class SchemaEvolutionTest {
  private final String url = newMock();

  @Test
  void aRecordOfAnOlderSchemaGetsTheDefaultsOfTheFieldsItLacks() {
    Schema older =
        SchemaBuilder.record("Rubric")
            .namespace("io.gavel.schema")
            .fields()
            .requiredString("criteria")
            .requiredString("rubric_id")
            .requiredInt("version")
            .endRecord();
    GenericRecord record = new GenericData.Record(older);
    record.put("criteria", "Is it true?");
    record.put("rubric_id", "truth");
    record.put("version", 1);

    Rubric read =
        (Rubric)
            read(deserializer(url, "specific.avro.reader", "true"), write(serializer(url), record));

    assertThat(read.getRubricId()).isEqualTo("truth");
    assertThat(read.getCriteria()).isEqualTo("Is it true?");
    assertThat(read.getMode()).isEqualTo(RubricMode.ABSOLUTE);
    assertThat(read.getLevels()).isEmpty();
    assertThat(read.getSamples()).isEqualTo(1);
  }

  @Test
  void aRecordOfANewerSchemaLosesTheFieldsThatAreNotKnown() {
    GenericRecord record = new GenericData.Record(newerReference());
    record.put("reference_id", "r9");
    record.put("sources", List.of("a", "b"));
    record.put("reference_answer", "Forty-two.");

    Reference read = (Reference) read(reader(url), write(serializer(url), record));

    assertThat(read.getReferenceId()).isEqualTo("r9");
    assertThat(read.getReferenceAnswer()).isEqualTo("Forty-two.");
  }

  @Test
  void anEnumSymbolOfTheFutureBecomesTheDefault() {
    Schema newer =
        new Schema.Parser()
            .parse(
                Rubric.getClassSchema()
                    .toString()
                    .replace("\"RELATIVE\"]", "\"RELATIVE\",\"RANKED\"]"));
    GenericRecord record = new GenericData.Record(newer);
    TestingRecords.rubric()
        .getSchema()
        .getFields()
        .forEach(field -> record.put(field.name(), TestingRecords.rubric().get(field.pos())));
    record.put("levels", List.of());
    record.put("mode", new GenericData.EnumSymbol(newer.getField("mode").schema(), "RANKED"));
    record.put(
        "reference_use",
        new GenericData.EnumSymbol(newer.getField("reference_use").schema(), "OPTIONAL"));

    Rubric read =
        (Rubric)
            read(deserializer(url, "specific.avro.reader", "true"), write(serializer(url), record));

    assertThat(read.getMode()).isEqualTo(RubricMode.ABSOLUTE);
  }

  @Test
  void aSchemaThatCannotBeResolvedIsPoisonAndNamesTheField() {
    Schema other =
        SchemaBuilder.record("Reference")
            .namespace("io.gavel.schema")
            .fields()
            .requiredString("reference_id")
            .endRecord();
    GenericRecord record = new GenericData.Record(other);
    record.put("reference_id", "r1");
    byte[] bytes = write(serializer(url), record);

    assertThatThrownBy(() -> read(reader(url), bytes))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("id 1, io.gavel.schema.Reference: ")
        .hasMessageContaining("missing required field reference_answer");
  }

  @Test
  void generatedStringsAreJavaStringsAlthoughTheRegistryDoesNotSaySo() {
    byte[] bytes = write(serializer(url), TestingRecords.generation());

    assertThat(client(url).byId(1).orElseThrow().toString()).doesNotContain("avro.java.string");
    Object read = read(deserializer(url, "specific.avro.reader", true), bytes);
    assertThat(read).isEqualTo(TestingRecords.generation());
    assertThat(((io.gavel.schema.Generation) read).getTags().keySet().iterator().next())
        .isInstanceOf(String.class);
  }

  @Test
  void theLatestVersionIsWrittenInItsOwnLayout() {
    client(url).register("references-value", newerReference());
    AvroSerializer serializer =
        serializer(url, "auto.register.schemas", false, "use.latest.version", true);

    byte[] bytes = write(serializer, TestingSerdes.reference());

    GenericRecord read = (GenericRecord) read(deserializer(url), bytes);
    assertThat(read.getSchema()).isEqualTo(newerReference());
    assertThat(read.get("reference_answer")).isEqualTo("Yes");
    assertThat(read.get("sources")).isEqualTo(List.of());
  }

  @Test
  void theLatestVersionIsWrittenAsItIsWhereTheLayoutIsTheSame() {
    client(url).register("references-value", Reference.getClassSchema());
    AvroSerializer serializer =
        serializer(url, "auto.register.schemas", false, "use.latest.version", true);

    byte[] bytes = write(serializer, TestingSerdes.reference());

    assertThat(bytes).isEqualTo(write(serializer(url), TestingSerdes.reference()));
  }

  @Test
  void anIncompatibleLatestVersionIsRefusedAndNamesSubjectAndVersion() {
    Schema other =
        SchemaBuilder.record("Reference")
            .namespace("io.gavel.schema")
            .fields()
            .requiredLong("reference_id")
            .endRecord();
    client(url).register("references-value", other);
    AvroSerializer serializer =
        serializer(url, "auto.register.schemas", false, "use.latest.version", true);

    assertThatThrownBy(() -> write(serializer, TestingSerdes.reference()))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("subject references-value: its latest schema, version 1,");
  }

  @Test
  void noLatestVersionIsRefusedAndNamesTheSubject() {
    AvroSerializer serializer =
        serializer(url, "auto.register.schemas", false, "use.latest.version", true);

    assertThatThrownBy(() -> write(serializer, TestingSerdes.reference()))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("subject references-value: the registry has no schema");
  }

  @Test
  void withoutAutomaticRegistrationAnUnknownSchemaIsRefusedAndAKnownOneIsUsed() {
    AvroSerializer serializer = serializer(url, "auto.register.schemas", "false");

    assertThatThrownBy(() -> write(serializer, TestingSerdes.reference()))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("subject references-value: the registry does not have this schema")
        .hasMessageContaining("register it first");
    assertThat(client(url).latest("references-value")).isEmpty();

    client(url).register("references-value", Reference.getClassSchema());
    assertThat(write(serializer, TestingSerdes.reference())).startsWith(0, 0, 0, 0, 1);
  }

  private static Schema newerReference() {
    return SchemaBuilder.record("Reference")
        .namespace("io.gavel.schema")
        .fields()
        .requiredString("reference_id")
        .name("sources")
        .type()
        .array()
        .items()
        .stringType()
        .arrayDefault(List.of())
        .requiredString("reference_answer")
        .endRecord();
  }
}
