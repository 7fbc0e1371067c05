package io.gavel.reward;

import io.gavel.metric.RewardMeters;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bytes in, records out. What cannot be read is counted and passed over: it is a dead letter of
/// the role that it was for.
///
/// @param <T> the record's class
final class RecordReader<T extends SpecificRecord> implements Processor<byte[], byte[], byte[], T> {
  private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

  private final String topic;
  private final Class<T> type;
  private final RecordSerdes serdes;
  private final RewardMeters meters;
  private ProcessorContext<byte[], T> context;
  private Deserializer<T> deserializer;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  RecordReader(String topic, Class<T> type, RecordSerdes serdes, RewardMeters meters) {
    this.topic = topic;
    this.type = type;
    this.serdes = serdes;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], T> context) {
    this.context = context;
    deserializer = serdes.deserializer(type);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      skip("the record has no value");
      return;
    }
    T read;
    try {
      read = deserializer.deserialize(topic, record.headers(), record.value());
    } catch (UnreadableRecordException e) {
      skip(String.valueOf(e.getMessage()));
      return;
    }
    context.forward(new Record<>(record.key(), read, record.timestamp()));
  }

  private void skip(String detail) {
    meters.skipped(RewardMeters.UNREADABLE);
    context
        .recordMetadata()
        .ifPresent(at ->
            LOG.warn(
                "record_skipped role=reward topic={} partition={} offset={} detail=\"{}\"",
                at.topic(),
                at.partition(),
                at.offset(),
                detail));
  }

  @Override
  public void close() {
    Utils.closeQuietly(deserializer, "deserializer");
  }
}
