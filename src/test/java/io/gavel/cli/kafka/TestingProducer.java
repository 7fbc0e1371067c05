package io.gavel.cli.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Kafka's own mock producer, which writes a record's text form.
public final class TestingProducer {
  private TestingProducer() {}

  /// A new one.
  ///
  /// @param acknowledges at once; otherwise the test does it
  public static MockProducer<String, SpecificRecord> create(boolean acknowledges) {
    Serializer<SpecificRecord> serializer =
        (topic, value) ->
            value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
    return new MockProducer<>(acknowledges, null, new StringSerializer(), serializer);
  }

  /// What was sent, in order: topic and key.
  public static List<String> sent(MockProducer<String, SpecificRecord> producer) {
    List<String> sent = new ArrayList<>();
    producer
        .history()
        .forEach(record ->
            sent.add(
                record.topic() + " " + record.key() + (record.value() == null ? " deleted" : "")));
    return sent;
  }
}
