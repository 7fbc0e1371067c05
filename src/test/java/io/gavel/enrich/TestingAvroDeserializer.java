package io.gavel.enrich;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Policy;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.UnreadableRecordException;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads what [TestingAvroSerializer] writes; the topic tells the record's class. The letter `U` in
/// front stands for a registry that is down, any other for a poison record.
public final class TestingAvroDeserializer implements Deserializer<SpecificRecord> {
  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          Topic.GENERATIONS.baseName(), Generation.getClassSchema(),
          Topic.RUBRICS.baseName(), Rubric.getClassSchema(),
          Topic.REFERENCES.baseName(), Reference.getClassSchema(),
          Topic.POLICIES.baseName(), Policy.getClassSchema(),
          Topic.JUDGE_REQUESTS.baseName(), JudgeRequest.getClassSchema(),
          Topic.DEAD_LETTERS.baseName(), DeadLetter.getClassSchema());

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public SpecificRecord deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length > 0 && bytes[0] == 'U') {
      throw new RegistryUnavailableException("http://registry.invalid does not answer");
    }
    if (bytes.length == 0 || bytes[0] != 'A') {
      throw new UnreadableRecordException("topic " + topic + ": the magic byte is wrong");
    }
    Schema schema = SCHEMAS.get(topic.substring(topic.lastIndexOf('.') + 1));
    try {
      return new SpecificDatumReader<SpecificRecord>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null));
    } catch (IOException | AvroRuntimeException e) {
      throw new UnreadableRecordException("topic " + topic + ": the record is damaged", e);
    }
  }
}
