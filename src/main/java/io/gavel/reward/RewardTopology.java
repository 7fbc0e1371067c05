package io.gavel.reward;

import io.gavel.config.RewardConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.RewardMeters;
import io.gavel.reward.decision.News;
import io.gavel.reward.decision.Outcomes;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.GroupScores;
import io.gavel.schema.GroupUpdate;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.PairOrder;
import io.gavel.schema.PairTally;
import io.gavel.schema.RewardOutcome;
import io.gavel.schema.RewardTally;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import io.gavel.topic.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/// The way of verdicts to preferences, rankings and rewards:
///
///     judge-requests -+
///                     +-> by candidate group, repartitioned -> decide -> preferences, rankings
///                     |        (orders, tallies, scores)
///     feedback -------+
///                     +-> by generation, repartitioned -> compose -> rewards
///     dead-letters ---+        (reward tallies)
///
/// Judge requests bring the responses of pairs, feedback the verdicts and scores, dead letters that
/// there will be none. What is said of a group or of a generation goes through one internal topic,
/// so that it meets in one partition however many the topics have.
/// Everything with state has a name of its own, so that an upgrade finds its state again.
public final class RewardTopology {
  static final String ORDERS = "pair-orders";
  static final String TALLIES = "pair-tallies";
  static final String SCORES = "group-scores";
  static final String REWARD_TALLIES = "reward-tallies";
  static final String PREFERENCES = "preferences";
  static final String RANKINGS = "rankings";

  static final String REWARDS = "rewards";

  private static final String DECIDE = "decide";
  private static final String COMPOSE = "compose";
  private static final String BY_CANDIDATE_GROUP = "by-candidate-group";
  private static final String BY_GENERATION = "by-generation";
  private static final InternalSerde<GroupUpdate> GROUP_UPDATES =
      InternalSerde.of(GroupUpdate.class);
  private static final InternalSerde<RewardOutcome> REWARD_OUTCOMES =
      InternalSerde.of(RewardOutcome.class);

  private RewardTopology() {}

  /// The topics' names on the broker.
  record Names(
      String judgeRequests,
      String feedback,
      String deadLetters,
      String preferences,
      String rankings,
      String rewards) {
    static Names of(TopicsConfig topics) {
      return new Names(
          Topic.JUDGE_REQUESTS.name(topics.prefix()),
          Topic.FEEDBACK.name(topics.prefix()),
          Topic.DEAD_LETTERS.name(topics.prefix()),
          Topic.PREFERENCES.name(topics.prefix()),
          Topic.RANKINGS.name(topics.prefix()),
          Topic.REWARDS.name(topics.prefix()));
    }

    /// The topics that must exist.
    List<String> all() {
      return List.of(judgeRequests, feedback, deadLetters, preferences, rankings, rewards);
    }
  }

  /// Builds it.
  ///
  /// @param config how long and how many may wait
  /// @param topics the topics' names
  /// @param serdes make what reads and writes the records
  /// @param meters count every pair and every reward
  public static Topology build(
      RewardConfig config, TopicsConfig topics, RecordSerdes serdes, RewardMeters meters) {
    Names names = Names.of(topics);
    StreamsBuilder builder = new StreamsBuilder();
    addStore(builder, ORDERS, PairOrder.class);
    addStore(builder, TALLIES, PairTally.class);
    addStore(builder, SCORES, GroupScores.class);
    addStore(builder, REWARD_TALLIES, RewardTally.class);
    Reading reading = new Reading(builder, serdes, meters);
    KStream<byte[], JudgeRequest> asked = reading.of(names.judgeRequests(), JudgeRequest.class);
    KStream<byte[], Feedback> feedback = reading.of(names.feedback(), Feedback.class);
    KStream<byte[], DeadLetter> letters = reading.of(names.deadLetters(), DeadLetter.class);
    asked
        .flatMap((key, request) -> ofGroup(News.of(request)), Named.as("asked"))
        .merge(feedback.flatMap((key, said) -> ofGroup(News.of(said)), Named.as("verdicts")))
        .repartition(through(BY_CANDIDATE_GROUP))
        .process(
            () -> new GroupProcessor(config, names, serdes, meters),
            Named.as(DECIDE),
            ORDERS,
            TALLIES,
            SCORES);
    KStream<byte[], JudgeRequest> dead =
        letters
            .process(() -> new LetterReader(names.judgeRequests()))
            .process(() ->
                new RecordReader<>(names.judgeRequests(), JudgeRequest.class, serdes, meters));
    feedback
        .flatMap((key, said) -> ofGeneration(Outcomes.of(said)), Named.as("scores"))
        .merge(
            dead.flatMap(
                (key, request) -> ofGeneration(Outcomes.deadLetter(request)), Named.as("dead")))
        .repartition(through(BY_GENERATION))
        .process(
            () -> new RewardProcessor(config, names.rewards(), serdes, meters),
            Named.as(COMPOSE),
            REWARD_TALLIES);
    Topology topology = builder.build();
    addSink(topology, PREFERENCES, names.preferences(), DECIDE);
    addSink(topology, RANKINGS, names.rankings(), DECIDE);
    addSink(topology, REWARDS, names.rewards(), COMPOSE);
    return topology;
  }

  private record Reading(StreamsBuilder builder, RecordSerdes serdes, RewardMeters meters) {
    <T extends SpecificRecord> KStream<byte[], T> of(String topic, Class<T> type) {
      return builder.stream(
              topic,
              Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                  // A record without a timestamp must not stop its partition.
                  .withTimestampExtractor(
                      (record, partitionTime) -> Math.max(0, record.timestamp())))
          .process(() -> new RecordReader<>(topic, type, serdes, meters));
    }
  }

  private static List<KeyValue<String, byte[]>> ofGroup(Optional<GroupUpdate> news) {
    return news.stream()
        .map(update -> KeyValue.pair(News.candidateGroup(update), GROUP_UPDATES.encode(update)))
        .toList();
  }

  private static List<KeyValue<String, byte[]>> ofGeneration(Optional<RewardOutcome> news) {
    return news.stream()
        .map(outcome -> KeyValue.pair(outcome.getGenerationId(), REWARD_OUTCOMES.encode(outcome)))
        .toList();
  }

  private static Repartitioned<String, byte[]> through(String name) {
    return Repartitioned.<String, byte[]>as(name)
        .withKeySerde(Serdes.String())
        .withValueSerde(Serdes.ByteArray());
  }

  private static <T extends SpecificRecord> void addStore(
      StreamsBuilder builder, String name, Class<T> type) {
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), InternalSerde.of(type)));
  }

  private static void addSink(Topology topology, String name, String topic, String parent) {
    topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), parent);
  }
}
