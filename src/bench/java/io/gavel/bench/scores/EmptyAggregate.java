package io.gavel.bench.scores;

import io.gavel.config.GavelConfig;
import io.gavel.schema.Feedback;
import io.gavel.streams.StreamsRole;
import io.gavel.streams.SupervisedStreams;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// What any aggregate of feedback by series costs here at least, with the settings of Gavel's own
/// stream roles: read, decode, repartition, put a number into a store, commit exactly once.
final class EmptyAggregate {
  private static final String COUNTS = "counts";

  /// About as much as an observation takes.
  private static final byte[] OBSERVATION = new byte[100];

  private EmptyAggregate() {}

  /// Makes it.
  ///
  /// @param counted how many feedbacks have been counted
  static SupervisedStreams of(FeedbackTopics topics, GavelConfig config, LongAdder counted) {
    return new SupervisedStreams(
        new StreamsRole(
            "empty",
            config.monitor().applicationId(),
            config.monitor().stateDir(),
            config.monitor().threads(),
            List.of(topics.feedbackTopic())),
        config.topics(),
        config.kafka(),
        () -> topology(topics, counted),
        config.workerId());
  }

  private static Topology topology(FeedbackTopics topics, LongAdder counted) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(COUNTS), Serdes.String(), Serdes.Long()));
    Deserializer<Feedback> deserializer = topics.serdes().deserializer(Feedback.class);
    builder.stream(
            topics.feedbackTopic(),
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("source"))
        .map(
            (key, value) ->
                KeyValue.pair(
                    series(deserializer.deserialize(topics.feedbackTopic(), value)), OBSERVATION),
            Named.as("observe"))
        .repartition(
            Repartitioned.<String, byte[]>as("by-series")
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray()))
        .process(() -> new Counting(counted), Named.as("count"), COUNTS);
    return builder.build();
  }

  private static String series(Feedback feedback) {
    return feedback.getApplication() + "/" + feedback.getModel() + "/" + feedback.getRubricId();
  }

  private static final class Counting extends ContextualProcessor<String, byte[], Void, Void> {
    private final LongAdder counted;

    Counting(LongAdder counted) {
      this.counted = counted;
    }

    @Override
    public void process(Record<String, byte[]> record) {
      KeyValueStore<String, Long> counts = context().getStateStore(COUNTS);
      Long before = counts.get(record.key());
      counts.put(record.key(), before == null ? 1L : before + 1);
      counted.increment();
    }
  }
}
