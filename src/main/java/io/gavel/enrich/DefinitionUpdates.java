package io.gavel.enrich;

import io.gavel.metric.FunnelMeters;
import io.gavel.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a global store, and what is published of it to the tasks, equal to its compacted topic,
/// byte for byte: the newest record of a key stands, also when it cannot be used, so that what a
/// worker knows never depends on when it started. It says which record cannot be used, and never
/// fails: a registry that is down stops the tasks that need the record, not the thread that keeps
/// the store.
///
/// @param <T> the record's class
final class DefinitionUpdates<T> implements Processor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionUpdates.class);

  /// The check only tells of a bad definition early; it is left out for this long after a registry
  /// did not answer.
  private static final Duration UNCHECKED = Duration.ofSeconds(30);

  private final String storeName;
  private final Supplier<Definitions<T>> reading;
  private final ConcurrentMap<String, byte[]> published;
  private final FunnelMeters meters;
  private long uncheckedUntilMillis;
  private Definitions<T> definitions;
  private ProcessorContext<Void, Void> context;
  private KeyValueStore<String, byte[]> store;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  DefinitionUpdates(
      String storeName,
      Supplier<Definitions<T>> reading,
      ConcurrentMap<String, byte[]> published,
      FunnelMeters meters) {
    this.storeName = storeName;
    this.reading = reading;
    this.published = published;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
    definitions = reading.get();
    store = context.getStateStore(storeName);
    // What was restored without passing through here; this is the only thread that changes it.
    try (KeyValueIterator<String, byte[]> entries = store.all()) {
      entries.forEachRemaining(entry -> published.put(entry.key, entry.value));
    }
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (record.value() == null) {
      store.delete(record.key());
      published.remove(record.key());
      return;
    }
    store.put(record.key(), record.value());
    published.put(record.key(), record.value());
    if (context.currentSystemTimeMs() < uncheckedUntilMillis) {
      // Each check could take as long as the registry's time-out, and would hold up the start.
      return;
    }
    try {
      if (definitions.read(record.key(), record.value())
          instanceof Definitions.Definition.Unusable<T> unusable) {
        context
            .recordMetadata()
            .ifPresent(at -> {
              meters.skipped(at.topic());
              LOG.warn(
                  "definition_unusable topic={} partition={} offset={} reason={} detail=\"{}\""
                      + " hint=\"treated as absent until a newer record with this key comes\"",
                  at.topic(),
                  at.partition(),
                  at.offset(),
                  unusable.reason().code(),
                  unusable.detail());
            });
      }
    } catch (RegistryUnavailableException e) {
      uncheckedUntilMillis = context.currentSystemTimeMs() + UNCHECKED.toMillis();
      LOG.warn(
          "registry_unavailable detail=\"{}\" hint=\"nothing is lost; {} are read when they are used\"",
          e.getMessage(),
          storeName);
    }
  }

  @Override
  public void close() {
    Utils.closeQuietly(definitions, "definitions");
  }
}
