package io.gavel.enrich;

import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.UnreadableRecordException;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads what [TestingAvroSerializer] writes; the topic tells the record's class. The letter `U` in
/// front stands for a registry that is down, any other for a poison record.
public final class TestingAvroDeserializer implements Deserializer<SpecificRecord> {
  private static final Map<String, Schema> SCHEMAS =
      Arrays.stream(Topic.values())
          .collect(
              Collectors.toMap(
                  Topic::baseName, topic -> SpecificData.get().getSchema(topic.recordClass())));

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
