package io.gavel.enrich;

import static io.gavel.enrich.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.RegistryConfig;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.Policy;
import io.gavel.serde.RecordSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CatalogTest {
  private static final int STANDING = 20;
  private static final int WALKS = 20_000;

  private final RecordSerdes serdes =
      new RecordSerdes(
          new RegistryConfig(
              "unused",
              Map.of(),
              TestingAvroSerializer.class.getName(),
              TestingAvroDeserializer.class.getName()));
  private final ConcurrentMap<String, byte[]> published = new ConcurrentHashMap<>();
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private final KeyValueStore<String, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("policies"), Serdes.String(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  @Test
  @Timeout(300)
  void policiesThatStandAreSeenWhileOthersComeAndGo() throws Exception {
    store.init(context.getStateStoreContext(), store);
    context.setCurrentSystemTimeMs(1_000);
    DefinitionUpdates<Policy> updates = updates();
    for (int i = 0; i < STANDING; i++) {
      updates.process(new Record<>("s" + i, bytes("s" + i), 0));
    }
    byte[] bytes = bytes("x");
    AtomicBoolean stop = new AtomicBoolean();
    Thread churn =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; !stop.get(); i++) {
                // Among the standing ones in the order of keys, so that a tree is turned.
                String key = "s" + i % STANDING + "x" + i % 7;
                updates.process(new Record<>(key, i % 3 == 0 ? null : bytes, 0));
              }
            });
    try (Catalog<Policy> catalog =
        new Catalog<>(published, Definitions.policies("t.policies", serdes))) {
      for (int i = 0; i < WALKS; i++) {
        assertThat(catalog.all().stream().filter(policy -> policy.getPolicyId().startsWith("s")))
            .hasSize(STANDING);
      }
    } finally {
      stop.set(true);
      churn.join();
    }
  }

  @Test
  void whatTheStoreHeldBeforeIsThereAndWhatIsDeletedIsNot() {
    store.init(context.getStateStoreContext(), store);
    store.put("a", bytes("a"));
    store.put("b", bytes("b"));
    DefinitionUpdates<Policy> updates = updates();

    updates.process(new Record<>("a", null, 0));

    try (Catalog<Policy> catalog =
        new Catalog<>(published, Definitions.policies("t.policies", serdes))) {
      assertThat(catalog.all()).extracting(Policy::getPolicyId).containsExactly("b");
    }
  }

  private DefinitionUpdates<Policy> updates() {
    DefinitionUpdates<Policy> updates =
        new DefinitionUpdates<>(
            "policies",
            () -> Definitions.policies("t.policies", serdes),
            published,
            new FunnelMeters(new SimpleMeterRegistry()));
    updates.init(context);
    return updates;
  }

  private static byte[] bytes(String id) {
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      return serializer.serialize("t.policies", policy(id, "r").build());
    }
  }
}
