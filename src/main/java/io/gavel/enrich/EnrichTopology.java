package io.gavel.enrich;

import io.gavel.config.EnrichConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.Candidate;
import io.gavel.schema.CandidateGroup;
import io.gavel.schema.Selection;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import io.gavel.topic.Topic;
import io.gavel.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/// The way of a generation to its judge requests:
///
///     generations -> select ---------------------------> judge-requests, dead-letters
///                      |  (global stores: policies, rubrics)      ^
///                      v                                         |
///            by reference id, repartitioned -> assemble ---------+
///                                                 ^  (local stores: references, waiting)
///     references ---------------------------------+
///                                                 |
///            by candidate group, repartitioned <--+
///                      |
///                      v
///                     pair ------------------------------> judge-requests, dead-letters
///                         (local stores: candidates, candidate-groups)
///
/// A generation with a relative rubric goes through `assemble` in any case, so that candidates have
/// one way to their group: two ways would be two internal topics, whose partitions would have to
/// agree.
///
/// Records come in as bytes and are decoded by the processors, each with a deserializer of its own,
/// which so know every record's place and bytes: what cannot be read becomes a dead letter in the transaction that moves past it.
/// References are co-partitioned with the selections that look them up, because there may be
/// millions; policies and rubrics are few, and every worker has all. Everything with state has a
/// name of its own, so that an upgrade finds its state again.
public final class EnrichTopology {
  static final String POLICIES = "policies";
  static final String RUBRICS = "rubrics";
  static final String REFERENCES = "references";
  static final String WAITING = "waiting";
  static final String LOOK_UP = "look-up";
  static final String CANDIDATES = "candidates";
  static final String CANDIDATE_GROUPS = "candidate-groups";
  static final String COMPARE = "compare";
  static final String REQUESTS_OF_SELECT = "judge-requests-of-select";
  static final String REQUESTS_OF_ASSEMBLE = "judge-requests-of-assemble";
  static final String REQUESTS_OF_PAIR = "judge-requests-of-pair";
  static final String DEAD_LETTERS_OF_SELECT = "dead-letters-of-select";
  static final String DEAD_LETTERS_OF_ASSEMBLE = "dead-letters-of-assemble";
  static final String DEAD_LETTERS_OF_PAIR = "dead-letters-of-pair";

  private static final String SELECT = "select";
  private static final String ASSEMBLE = "assemble";
  private static final String PAIR = "pair";
  private static final String BY_REFERENCE = "by-reference";
  private static final String BY_CANDIDATE_GROUP = "by-candidate-group";

  private EnrichTopology() {}

  /// The topics' names on the broker.
  record Names(
      String generations,
      String policies,
      String rubrics,
      String references,
      String judgeRequests,
      String deadLetters) {
    static Names of(TopicsConfig topics) {
      return new Names(
          Topic.GENERATIONS.name(topics.prefix()),
          Topic.POLICIES.name(topics.prefix()),
          Topic.RUBRICS.name(topics.prefix()),
          Topic.REFERENCES.name(topics.prefix()),
          Topic.JUDGE_REQUESTS.name(topics.prefix()),
          Topic.DEAD_LETTERS.name(topics.prefix()));
    }

    /// The topics that must exist, with those of the outcomes.
    List<String> all() {
      return List.of(generations, policies, rubrics, references, judgeRequests, deadLetters);
    }
  }

  /// What the global stores hold, by key, for the tasks. They read here and not in the stores,
  /// because an in-memory store must not be walked through by one thread while another changes it:
  /// the walk meets nulls, and can pass over records that are there.
  record Published(ConcurrentMap<String, byte[]> policies, ConcurrentMap<String, byte[]> rubrics) {}

  /// Builds it.
  ///
  /// @param config how long and how many may wait, and how many pairs are made
  /// @param topics the topics' names
  /// @param serdes make what reads and writes the records
  /// @param meters count every generation
  /// @param tracing is told of every generation
  public static Topology build(
      EnrichConfig config,
      TopicsConfig topics,
      RecordSerdes serdes,
      FunnelMeters meters,
      Tracing tracing) {
    Names names = Names.of(topics);
    Published published = new Published(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    StreamsBuilder builder = new StreamsBuilder();
    addDefinitions(
        builder,
        POLICIES,
        names.policies(),
        () -> Definitions.policies(names.policies(), serdes),
        published.policies(),
        meters);
    addDefinitions(
        builder,
        RUBRICS,
        names.rubrics(),
        () -> Definitions.rubrics(names.rubrics(), serdes),
        published.rubrics(),
        meters);
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(WAITING),
            Serdes.String(),
            InternalSerde.of(Selection.class)));
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(CANDIDATES),
            Serdes.String(),
            InternalSerde.of(Candidate.class)));
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(CANDIDATE_GROUPS),
            Serdes.String(),
            InternalSerde.of(CandidateGroup.class)));

    KStream<String, byte[]> lookUps =
        repartitioned(
            builder.stream(names.generations(), consumed(Serdes.ByteArray(), "generations"))
                .process(
                    () -> new SelectProcessor(names, published, serdes, meters, tracing),
                    Named.as(SELECT)),
            LOOK_UP,
            BY_REFERENCE);
    KTable<String, byte[]> references =
        builder.table(
            names.references(),
            consumed(Serdes.String(), "references-source"),
            Materialized.<String, byte[]>as(Stores.persistentKeyValueStore(REFERENCES))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray())
                .withCachingDisabled());
    // What is joined is looked up by `assemble`, again when a waiting selection is tried again. The
    // join is there for what it makes Kafka Streams do: give both sides the same partitions, and
    // refuse to start where it cannot.
    KStream<byte[], byte[]> assembled =
        lookUps
            .<byte[], AssembleProcessor.Input>leftJoin(
                references,
                (selection, reference) -> new AssembleProcessor.Input.Selected(selection),
                Joined.as("join"))
            .merge(
                references
                    .toStream(Named.as("reference-updates"))
                    .mapValues(
                        reference -> new AssembleProcessor.Input.Referenced(reference),
                        Named.as("referenced")),
                Named.as("arrivals"))
            .process(
                () -> new AssembleProcessor(config, names, published, serdes, meters, tracing),
                Named.as(ASSEMBLE),
                REFERENCES,
                WAITING);
    repartitioned(assembled, COMPARE, BY_CANDIDATE_GROUP)
        .process(
            () -> new PairProcessor(config, names, published, serdes, meters, tracing),
            Named.as(PAIR),
            CANDIDATES,
            CANDIDATE_GROUPS);

    Topology topology = builder.build(optimization());
    addSinks(topology, names, SELECT, REQUESTS_OF_SELECT, DEAD_LETTERS_OF_SELECT);
    addSinks(topology, names, ASSEMBLE, REQUESTS_OF_ASSEMBLE, DEAD_LETTERS_OF_ASSEMBLE);
    addSinks(topology, names, PAIR, REQUESTS_OF_PAIR, DEAD_LETTERS_OF_PAIR);
    return topology;
  }

  /// The `references` topic is its store's changelog: it is compacted as one is, and a second copy
  /// of millions of records would serve nobody.
  private static Properties optimization() {
    Properties properties = new Properties();
    properties.put(
        StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
    return properties;
  }

  private static <T> void addDefinitions(
      StreamsBuilder builder,
      String store,
      String topic,
      Supplier<Definitions<T>> definitions,
      ConcurrentMap<String, byte[]> published,
      FunnelMeters meters) {
    builder.addGlobalStore(
        Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(store), Serdes.String(), Serdes.ByteArray()),
        topic,
        consumed(Serdes.String(), store + "-source"),
        () -> new DefinitionUpdates<>(store, definitions, published, meters));
  }

  /// What a processor forwards to a child of this name, in the partition of its key.
  private static KStream<String, byte[]> repartitioned(
      KStream<byte[], byte[]> stream, String child, String name) {
    return stream
        .map(
            (key, value) -> KeyValue.pair(new String(key, StandardCharsets.UTF_8), value),
            Named.as(child))
        .repartition(
            Repartitioned.<String, byte[]>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray()));
  }

  private static <K> Consumed<K, byte[]> consumed(Serde<K> keys, String name) {
    return Consumed.with(keys, Serdes.ByteArray())
        .withName(name)
        // A record without a timestamp, from a very old producer, must not stop its partition.
        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()));
  }

  // Two processors in different parts of the topology cannot share a sink: it would join the parts.
  private static void addSinks(
      Topology topology, Names names, String processor, String requests, String deadLetters) {
    topology.addSink(
        requests,
        names.judgeRequests(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        processor);
    topology.addSink(
        deadLetters,
        names.deadLetters(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        processor);
  }
}
