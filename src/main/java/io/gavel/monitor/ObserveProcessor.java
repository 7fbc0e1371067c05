package io.gavel.monitor;

import io.gavel.metric.MonitorMeters;
import io.gavel.monitor.window.Observed;
import io.gavel.monitor.window.Series;
import io.gavel.schema.Observation;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.UnreadableRecordException;
import io.gavel.streams.InternalSerde;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Outcomes in; what they tell of their series out, under the series' key. What cannot be read or
/// used is counted and passed over.
///
/// @param <T> the record's class
final class ObserveProcessor<T extends SpecificRecord>
    implements Processor<byte[], byte[], String, byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(ObserveProcessor.class);

  private final String topic;
  private final Class<T> type;
  private final Function<T, Observed> observing;
  private final Function<T, List<Observation>> ofJudge;
  private final RecordSerdes serdes;
  private final MonitorMeters meters;
  private final InternalSerde<Observation> observations = InternalSerde.of(Observation.class);
  private ProcessorContext<String, byte[]> context;
  private Deserializer<T> deserializer;

  /// @param observing what an outcome tells of its series
  /// @param ofJudge what one that counts tells of its judge
  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  ObserveProcessor(
      String topic,
      Class<T> type,
      Function<T, Observed> observing,
      Function<T, List<Observation>> ofJudge,
      RecordSerdes serdes,
      MonitorMeters meters) {
    this.topic = topic;
    this.type = type;
    this.observing = observing;
    this.ofJudge = ofJudge;
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
      skip(MonitorMeters.UNREADABLE, "the record has no value");
      return;
    }
    T outcome;
    try {
      outcome = deserializer.deserialize(topic, record.headers(), record.value());
    } catch (UnreadableRecordException e) {
      skip(MonitorMeters.UNREADABLE, String.valueOf(e.getMessage()));
      return;
    }
    switch (observing.apply(outcome)) {
      case Observed.Counted(Observation observation) -> {
        forward(observation, record.timestamp());
        ofJudge.apply(outcome).forEach(it -> forward(it, record.timestamp()));
      }
      case Observed.Invalid(String detail) -> skip(MonitorMeters.INVALID, detail);
      case Observed.Foreign() -> {}
    }
  }

  private void forward(Observation observation, long timestamp) {
    context.forward(
        new Record<>(Series.of(observation).key(), observations.encode(observation), timestamp));
  }

  private void skip(String reason, String detail) {
    meters.skipped(reason);
    context
        .recordMetadata()
        .ifPresent(at ->
            LOG.warn(
                "record_skipped role=monitor topic={} partition={} offset={} reason={} detail=\"{}\"",
                at.topic(),
                at.partition(),
                at.offset(),
                reason,
                detail));
  }

  @Override
  public void close() {
    Utils.closeQuietly(deserializer, "deserializer");
  }
}
