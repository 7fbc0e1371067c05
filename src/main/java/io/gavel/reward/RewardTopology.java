package io.gavel.reward;

import io.gavel.config.RewardConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.RewardMeters;
import io.gavel.reward.decision.News;
import io.gavel.schema.Feedback;
import io.gavel.schema.GroupScores;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.PairOrder;
import io.gavel.schema.PairTally;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import io.gavel.topic.Topic;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/// The way of verdicts on pairs to preferences and rankings:
///
///     judge-requests -> asked ----+
///                                 +-> by candidate group, repartitioned -> decide -> preferences,
///     feedback -------> verdicts -+        (orders, tallies, scores)                 rankings
///
/// Judge requests bring the responses, feedback the verdicts. Both go through one internal topic,
/// so that what is said of a group meets in one partition however many the two topics have.
/// Everything with state has a name of its own, so that an upgrade finds its state again.
public final class RewardTopology {
  static final String ORDERS = "pair-orders";
  static final String TALLIES = "pair-tallies";
  static final String SCORES = "group-scores";
  static final String PREFERENCES = "preferences";
  static final String RANKINGS = "rankings";

  private static final String DECIDE = "decide";
  private static final String BY_CANDIDATE_GROUP = "by-candidate-group";

  private RewardTopology() {}

  /// The topics' names on the broker.
  record Names(String judgeRequests, String feedback, String preferences, String rankings) {
    static Names of(TopicsConfig topics) {
      return new Names(
          Topic.JUDGE_REQUESTS.name(topics.prefix()),
          Topic.FEEDBACK.name(topics.prefix()),
          Topic.PREFERENCES.name(topics.prefix()),
          Topic.RANKINGS.name(topics.prefix()));
    }

    /// The topics that must exist.
    List<String> all() {
      return List.of(judgeRequests, feedback, preferences, rankings);
    }
  }

  /// Builds it.
  ///
  /// @param config how long and how many may wait
  /// @param topics the topics' names
  /// @param serdes make what reads and writes the records
  /// @param meters count every pair
  public static Topology build(
      RewardConfig config, TopicsConfig topics, RecordSerdes serdes, RewardMeters meters) {
    Names names = Names.of(topics);
    StreamsBuilder builder = new StreamsBuilder();
    addStore(builder, ORDERS, PairOrder.class);
    addStore(builder, TALLIES, PairTally.class);
    addStore(builder, SCORES, GroupScores.class);
    KStream<String, byte[]> asked =
        news(
            builder,
            names.judgeRequests(),
            "asked",
            () ->
                new NewsProcessor<>(
                    names.judgeRequests(), JudgeRequest.class, News::of, serdes, meters));
    KStream<String, byte[]> verdicts =
        news(
            builder,
            names.feedback(),
            "verdicts",
            () -> new NewsProcessor<>(names.feedback(), Feedback.class, News::of, serdes, meters));
    asked
        .merge(verdicts, Named.as("news"))
        .repartition(
            Repartitioned.<String, byte[]>as(BY_CANDIDATE_GROUP)
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray()))
        .process(
            () -> new GroupProcessor(config, names, serdes, meters),
            Named.as(DECIDE),
            ORDERS,
            TALLIES,
            SCORES);
    Topology topology = builder.build();
    addSink(topology, PREFERENCES, names.preferences());
    addSink(topology, RANKINGS, names.rankings());
    return topology;
  }

  private static KStream<String, byte[]> news(
      StreamsBuilder builder,
      String topic,
      String name,
      ProcessorSupplier<byte[], byte[], String, byte[]> processor) {
    return builder.stream(
            topic,
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withName(name + "-source")
                // A record without a timestamp must not stop its partition.
                .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp())))
        .process(processor, Named.as(name));
  }

  private static <T extends SpecificRecord> void addStore(
      StreamsBuilder builder, String name, Class<T> type) {
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), new InternalSerde<>(type)));
  }

  private static void addSink(Topology topology, String name, String topic) {
    topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), DECIDE);
  }
}
