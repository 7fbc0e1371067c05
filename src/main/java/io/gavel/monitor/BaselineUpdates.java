package io.gavel.monitor;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/// Keeps the baselines that operators have set, as bytes: whoever uses one reads it.
final class BaselineUpdates implements Processor<String, byte[], Void, Void> {
  private KeyValueStore<String, byte[]> store;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  BaselineUpdates() {}

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(MonitorTopology.BASELINES);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    store.put(record.key(), record.value());
  }
}
