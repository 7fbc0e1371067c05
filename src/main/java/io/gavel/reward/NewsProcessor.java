package io.gavel.reward;

import io.gavel.metric.RewardMeters;
import io.gavel.schema.CandidateScore;
import io.gavel.schema.GroupUpdate;
import io.gavel.schema.PairOrder;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.UnreadableRecordException;
import io.gavel.streams.InternalSerde;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records in; what they say of their candidate group out, under the group's name. What cannot be
/// read is counted and passed over: it is a dead letter of the role that it was for.
///
/// @param <T> the record's class
final class NewsProcessor<T extends SpecificRecord>
    implements Processor<byte[], byte[], String, byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(NewsProcessor.class);

  private final String topic;
  private final Class<T> type;
  private final Function<T, Optional<GroupUpdate>> news;
  private final RecordSerdes serdes;
  private final RewardMeters meters;
  private final InternalSerde<GroupUpdate> updates = new InternalSerde<>(GroupUpdate.class);
  private ProcessorContext<String, byte[]> context;
  private Deserializer<T> deserializer;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  NewsProcessor(
      String topic,
      Class<T> type,
      Function<T, Optional<GroupUpdate>> news,
      RecordSerdes serdes,
      RewardMeters meters) {
    this.topic = topic;
    this.type = type;
    this.news = news;
    this.serdes = serdes;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    deserializer = serdes.deserializer(type);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      skip("the record has no value");
      return;
    }
    try {
      news.apply(deserializer.deserialize(topic, record.headers(), record.value()))
          .ifPresent(update ->
              context.forward(
                  new Record<>(group(update), updates.encode(update), record.timestamp())));
    } catch (UnreadableRecordException e) {
      skip(String.valueOf(e.getMessage()));
    }
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

  private static String group(GroupUpdate update) {
    return switch (update.getUpdate()) {
      case PairOrder order -> order.getCandidateGroup();
      case CandidateScore score -> score.getCandidateGroup();
      case Object other -> throw new IllegalStateException("no news: " + other.getClass());
    };
  }

  @Override
  public void close() {
    Utils.closeQuietly(deserializer, "deserializer");
  }
}
