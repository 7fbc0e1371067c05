package io.gavel.serde;

import static io.gavel.serde.TestingSerdes.TOPIC;
import static io.gavel.serde.TestingSerdes.deserializer;
import static io.gavel.serde.TestingSerdes.framed;
import static io.gavel.serde.TestingSerdes.newMock;
import static io.gavel.serde.TestingSerdes.read;
import static io.gavel.serde.TestingSerdes.reader;
import static io.gavel.serde.TestingSerdes.reference;
import static io.gavel.serde.TestingSerdes.serializer;
import static io.gavel.serde.TestingSerdes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireFormatTest {
  private final String url = newMock();

  @Test
  void aRecordIsTheByte0TheIdAndItsAvroBinary() {
    byte[] bytes = write(serializer(url), reference());

    // 00; id 1; length 2 (zigzag 04) "r1"; length 3 (zigzag 06) "Yes".
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("00" + "00000001" + "047231" + "06596573");
  }

  @Test
  void theIdIsWrittenAndReadMostSignificantByteFirst() {
    try (TestingRegistryServer server = TestingRegistryServer.start()) {
      server
          .answers("POST /subjects/references-value/versions", 200, "{\"id\":16909060}")
          .answers(
              "GET /schemas/ids/16909060",
              200,
              TestingSerdes.schemaAnswer(Reference.getClassSchema()));

      byte[] bytes = write(serializer(server.url()), reference());

      assertThat(HexFormat.of().formatHex(bytes)).startsWith("0001020304");
      assertThat(read(reader(server.url()), bytes)).isEqualTo(reference());
    }
  }

  @Test
  void aRecordThatWasWrittenByHandIsRead() {
    write(serializer(url), reference());

    byte[] bytes = HexFormat.of().parseHex("00000000010472320a4e6f2c206e");

    assertThat(read(reader(url), bytes))
        .isEqualTo(Reference.newBuilder().setReferenceId("r2").setReferenceAnswer("No, n").build());
  }

  @Test
  void nullIsATombstoneBothWays() {
    assertThat(serializer(url).serialize(TOPIC, null)).isNull();
    assertThat(reader(url).deserialize(TOPIC, null)).isNull();
  }

  @Test
  void aGenericRecordIsWrittenAndReadWithJavaStrings() {
    Schema schema =
        SchemaBuilder.record("Note")
            .namespace("com.acme")
            .fields()
            .requiredString("text")
            .name("marks")
            .type()
            .map()
            .values()
            .stringType()
            .noDefault()
            .endRecord();
    GenericRecord note = new GenericData.Record(schema);
    note.put("text", "a");
    note.put("marks", java.util.Map.of("k", "v"));

    byte[] bytes = write(serializer(url), note);
    GenericRecord read = (GenericRecord) read(deserializer(url), bytes);

    assertThat(read.get("text")).isEqualTo("a");
    assertThat(read.get("marks")).isEqualTo(java.util.Map.of("k", "v"));
  }

  @Test
  void anythingElseIsRefusedByName() {
    assertThatThrownBy(() -> write(serializer(url), "text"))
        .isInstanceOf(SerializationException.class)
        .hasMessage("topic references: java.lang.String is no Avro record");
  }

  @Test
  void aRecordThatLacksAFieldNamesTheField() {
    Reference reference = new Reference();
    reference.put(0, "r1");

    assertThatThrownBy(() -> write(serializer(url), reference))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("topic references")
        .hasMessageContaining("Reference.reference_answer");
  }

  @Test
  void aRecordThatDoesNotFitItsSchemaDoesNotShowItsContent() {
    Schema schema = SchemaBuilder.record("Note").fields().requiredInt("n").endRecord();
    GenericRecord note = new GenericData.Record(schema);
    note.put("n", "the secret");

    assertThatThrownBy(() -> write(serializer(url), note))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("a Note does not fit its own schema")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void bytesWithAnotherFirstByteArePoisonAndNamed() {
    assertPoison(
        "{\"reference_id\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "its first byte is 0x7b, not 0x00");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void fewerBytesThanTheHeaderArePoison(int length) {
    assertPoison(new byte[length], "it has " + length + " bytes, fewer than the 5");
  }

  @ParameterizedTest
  @ValueSource(ints = {77, Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0})
  void anUnknownSchemaIdIsPoisonAndNamesTheId(int id) {
    assertPoison(framed(id, (byte) 0), "no schema with the record's id " + id + ";");
  }

  @Test
  void everyTruncationIsPoison() {
    byte[] bytes = write(serializer(url), reference());

    for (int length = 5; length < bytes.length; length++) {
      assertPoison(Arrays.copyOf(bytes, length), "id 1, io.gavel.schema.Reference: ");
    }
  }

  @Test
  void bytesAfterTheRecordArePoison() {
    byte[] bytes = write(serializer(url), reference());

    assertPoison(Arrays.copyOf(bytes, bytes.length + 3), "3 bytes follow the record's end");
  }

  @Test
  void aNegativeLengthIsPoison() {
    write(serializer(url), reference());

    assertPoison(framed(1, (byte) 1), "Length is negative");
  }

  @Test
  void aHostileStringLengthIsPoisonAndAllocatesNothing() {
    write(serializer(url), reference());
    AvroDeserializer reader = reader(url);
    // Zigzag of 2,147,483,639: the longest that Avro allows.
    byte[] bytes = framed(1, (byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x0f);

    assertThat(allocatedBy(() -> assertUnreadable(reader, bytes))).isLessThan(8L << 20);
  }

  @Test
  void aHostileCollectionIsPoisonAndAllocatesLittle() {
    Schema schema =
        SchemaBuilder.record("Reference")
            .namespace("io.gavel.schema")
            .fields()
            .name("nothings")
            .type()
            .array()
            .items()
            .nullType()
            .noDefault()
            .name("words")
            .type()
            .array()
            .items()
            .stringType()
            .noDefault()
            .endRecord();
    TestingSerdes.client(url).register("hostile", schema);
    AvroDeserializer generic = deserializer(url);
    // Two billion nulls, which take no bytes; then none, then two billion strings in no bytes.
    byte[] nulls = framed(1, (byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x0f);
    byte[] words =
        framed(1, (byte) 0, (byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x0f);

    assertThat(allocatedBy(() -> assertUnreadable(generic, nulls))).isLessThan(8L << 20);
    assertThat(allocatedBy(() -> assertUnreadable(generic, words))).isLessThan(8L << 20);
  }

  @Test
  void aRecordOfAnotherTypeIsPoisonAndNamesBoth() {
    byte[] bytes =
        write(
            serializer(url, "value.subject.name.strategy", "RecordNameStrategy"),
            TestingRecords.rubric());

    assertPoison(
        bytes, "its schema, id 1, is of io.gavel.schema.Rubric, not of io.gavel.schema.Reference");
  }

  @Test
  void aRecordWithNoClassHereIsPoisonWhenTheSchemaNamesTheClass() {
    Schema order =
        SchemaBuilder.record("Order").namespace("com.acme").fields().requiredInt("n").endRecord();
    TestingSerdes.client(url).register("orders-value", order);

    assertThatThrownBy(
            () -> read(deserializer(url, "specific.avro.reader", true), framed(1, (byte) 0)))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("is of com.acme.Order, and there is no such class here");
  }

  @Test
  void aSchemaCannotNameAClassThatWasNotGeneratedFromOne() {
    Schema thread =
        SchemaBuilder.record("Thread").namespace("java.lang").fields().requiredInt("n").endRecord();
    TestingSerdes.client(url).register("threads-value", thread);

    assertThatThrownBy(
            () -> read(deserializer(url, "specific.avro.reader", true), framed(1, (byte) 0)))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("is of java.lang.Thread, and there is no such class here");
  }

  @Test
  void everyKindOfRecordComesBackAsItWas() {
    AvroSerializer serializer =
        serializer(url, "value.subject.name.strategy", "RecordNameStrategy");
    AvroDeserializer deserializer = deserializer(url, "specific.avro.reader", "true");

    Generation generation = TestingRecords.generation();
    Feedback feedback = TestingRecords.feedback();
    Rubric rubric = TestingRecords.rubric();

    assertThat(read(deserializer, write(serializer, generation))).isEqualTo(generation);
    assertThat(read(deserializer, write(serializer, feedback))).isEqualTo(feedback);
    assertThat(read(deserializer, write(serializer, rubric))).isEqualTo(rubric);
  }

  private void assertPoison(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(reader(url), bytes))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining(message);
  }

  private static void assertUnreadable(AvroDeserializer deserializer, byte[] bytes) {
    assertThatThrownBy(() -> read(deserializer, bytes))
        .isInstanceOf(UnreadableRecordException.class);
  }

  private static long allocatedBy(Runnable action) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
