package io.gavel.monitor;

import io.gavel.config.Durations;
import io.gavel.config.MonitorConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.metric.MonitorMeters;
import io.gavel.monitor.window.JudgeHealth;
import io.gavel.monitor.window.Observing;
import io.gavel.schema.Alert;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.MonitoredSeries;
import io.gavel.schema.ScoreWindow;
import io.gavel.schema.WatchedSeries;
import io.gavel.schema.WindowTotals;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import io.gavel.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/// The way of outcomes to windows:
///
///     feedback -----> scored ---+
///                               +-> by series, repartitioned -> windows -> publish -> score-windows
///     dead-letters -> unscored -+      (series, pending,        \
///                                       a store for each size)   +-> drift -> publish -> alerts
///                                            baselines ------------> (drift)
///
/// Everything with state has a name of its own, so that an upgrade finds its state again. The name
/// of a size's store holds the size: a size that is added to the settings begins empty, the others
/// go on.
public final class MonitorTopology {
  static final String SERIES = "series";
  static final String PENDING = "pending-windows";

  /// The store of what the search for drift remembers: [io.gavel.schema.WatchedSeries] by the
  /// series' key.
  public static final String DRIFT = "drift";

  static final String BASELINES = "baselines";

  static final String BY_SERIES = "by-series";

  private MonitorTopology() {}

  /// The topics' names on the broker.
  record Names(
      String feedback, String deadLetters, String scoreWindows, String baselines, String alerts) {
    static Names of(TopicsConfig topics) {
      return new Names(
          Topic.FEEDBACK.name(topics.prefix()),
          Topic.DEAD_LETTERS.name(topics.prefix()),
          Topic.SCORE_WINDOWS.name(topics.prefix()),
          Topic.BASELINES.name(topics.prefix()),
          Topic.ALERTS.name(topics.prefix()));
    }

    /// The topics that must exist.
    List<String> all() {
      return List.of(feedback, deadLetters, scoreWindows, baselines, alerts);
    }
  }

  /// The store of the windows of one size: by the series' key and the window's start.
  static String store(Duration size) {
    return "windows-" + Durations.text(size);
  }

  /// Builds it.
  ///
  /// @param config which windows, and how many
  /// @param topics the topics' names
  /// @param serdes make what reads and writes the records
  /// @param meters count what is observed
  public static Topology build(
      MonitorConfig config, TopicsConfig topics, RecordSerdes serdes, MonitorMeters meters) {
    Names names = Names.of(topics);
    StreamsBuilder builder = new StreamsBuilder();
    addStores(builder, config);
    KStream<String, byte[]> scored =
        observed(
            builder,
            names.feedback(),
            "scored",
            () ->
                new ObserveProcessor<>(
                    names.feedback(),
                    Feedback.class,
                    feedback -> Observing.of(feedback, config.tags()),
                    config.drift().judgeHealth() ? JudgeHealth::of : feedback -> List.of(),
                    serdes,
                    meters));
    KStream<String, byte[]> unscored =
        observed(
            builder,
            names.deadLetters(),
            "unscored",
            () -> {
              RequestReader requests = new RequestReader(serdes);
              return new ObserveProcessor<>(
                  names.deadLetters(),
                  DeadLetter.class,
                  letter -> Observing.of(letter, requests.read(letter), config.tags()),
                  letter -> List.of(),
                  serdes,
                  meters);
            });
    KStream<String, ScoreWindow> windows =
        scored
            .merge(unscored, Named.as("observations"))
            .repartition(
                Repartitioned.<String, byte[]>as(BY_SERIES)
                    .withKeySerde(Serdes.String())
                    .withValueSerde(Serdes.ByteArray()))
            .process(
                () -> new WindowProcessor(config, meters),
                Named.as("windows"),
                Stream.concat(
                        Stream.of(SERIES, PENDING),
                        config.windows().stream().map(MonitorTopology::store))
                    .toArray(String[]::new));
    windows
        .process(
            () -> new PublishProcessor<>(names.scoreWindows(), ScoreWindow.class, serdes),
            Named.as("publish"))
        .to(
            names.scoreWindows(),
            Produced.with(Serdes.String(), Serdes.ByteArray()).withName("score-windows"));
    if (config.drift().enabled()) {
      addDrift(builder, windows, config, names, serdes, meters);
    }
    return builder.build();
  }

  private static void addDrift(
      StreamsBuilder builder,
      KStream<String, ScoreWindow> windows,
      MonitorConfig config,
      Names names,
      RecordSerdes serdes,
      MonitorMeters meters) {
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(DRIFT),
            Serdes.String(),
            InternalSerde.of(WatchedSeries.class)));
    builder.addGlobalStore(
        Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(BASELINES), Serdes.String(), Serdes.ByteArray()),
        names.baselines(),
        consumed(Serdes.String(), "baselines-source"),
        BaselineUpdates::new);
    windows
        .process(
            () -> new DriftProcessor(config, new BaselineReader(names.baselines(), serdes), meters),
            Named.as("drift"),
            DRIFT,
            SERIES,
            store(config.windows().getFirst()))
        .process(
            () -> new PublishProcessor<>(names.alerts(), Alert.class, serdes),
            Named.as("publish-alerts"))
        .to(names.alerts(), Produced.with(Serdes.String(), Serdes.ByteArray()).withName("alerts"));
  }

  private static KStream<String, byte[]> observed(
      StreamsBuilder builder,
      String topic,
      String name,
      ProcessorSupplier<byte[], byte[], String, byte[]> processor) {
    return builder.stream(topic, consumed(Serdes.ByteArray(), name + "-source"))
        .process(processor, Named.as(name));
  }

  private static <K> Consumed<K, byte[]> consumed(Serde<K> keys, String name) {
    return Consumed.with(keys, Serdes.ByteArray())
        .withName(name)
        // A record without a timestamp must not stop its partition.
        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()));
  }

  private static void addStores(StreamsBuilder builder, MonitorConfig config) {
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(SERIES),
            Serdes.String(),
            InternalSerde.of(MonitoredSeries.class)));
    // Each outcome changes it, and it holds only what has not been published: in memory it is
    // quick, and with a cache its changelog gets one record per window and commit.
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(PENDING),
                Serdes.String(),
                InternalSerde.of(WindowTotals.class))
            .withCachingEnabled());
    for (Duration size : config.windows()) {
      builder.addStateStore(
          Stores.windowStoreBuilder(
              Stores.persistentWindowStore(
                  store(size), config.retention(size).plus(size), size, false),
              Serdes.String(),
              InternalSerde.of(WindowTotals.class)));
    }
  }
}
