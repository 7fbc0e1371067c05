package io.gavel.monitor;

import io.gavel.serde.RecordSerdes;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Records to the bytes that are published. A registry that is down stops the stream here, and not
/// in the sink, where Kafka Streams would say it in other words.
///
/// @param <T> the record's class
final class PublishProcessor<T extends SpecificRecord>
    implements Processor<String, T, String, byte[]> {
  private final String topic;
  private final Class<T> type;
  private final RecordSerdes serdes;
  private ProcessorContext<String, byte[]> context;
  private Serializer<T> serializer;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  PublishProcessor(String topic, Class<T> type, RecordSerdes serdes) {
    this.topic = topic;
    this.type = type;
    this.serdes = serdes;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    serializer = serdes.serializer(type);
  }

  @Override
  public void process(Record<String, T> record) {
    // Without a value: a series was forgotten, of which there is nothing to publish.
    if (record.value() != null) {
      context.forward(record.withValue(serializer.serialize(topic, record.value())));
    }
  }

  @Override
  public void close() {
    Utils.closeQuietly(serializer, topic);
  }
}
