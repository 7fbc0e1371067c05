package io.gavel.monitor;

import io.gavel.schema.ScoreWindow;
import io.gavel.serde.RecordSerdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Windows to the bytes that are published. A registry that is down stops the stream here, and not
/// in the sink, where Kafka Streams would say it in other words.
final class PublishProcessor implements Processor<String, ScoreWindow, String, byte[]> {
  private final String topic;
  private final RecordSerdes serdes;
  private ProcessorContext<String, byte[]> context;
  private Serializer<ScoreWindow> serializer;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  PublishProcessor(String topic, RecordSerdes serdes) {
    this.topic = topic;
    this.serdes = serdes;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    serializer = serdes.serializer(ScoreWindow.class);
  }

  @Override
  public void process(Record<String, ScoreWindow> record) {
    context.forward(record.withValue(serializer.serialize(topic, record.value())));
  }

  @Override
  public void close() {
    Utils.closeQuietly(serializer, "score windows");
  }
}
