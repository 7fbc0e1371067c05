package io.gavel.serde;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// One registry client, with its connections and what it was told, for many serializers and
/// deserializers: opened for the first and closed with the last. For any number of threads.
final class SharedRegistry {
  private @Nullable Shared shared;
  private int leases;

  /// A client to close like one of its own.
  ///
  /// @param settings of the registry; the same each time
  /// @throws io.gavel.config.InvalidConfigException when a setting cannot be used
  synchronized RegistryClient lease(SerdeSettings settings) {
    if (shared == null) {
      shared = new Shared(settings);
    }
    leases++;
    return new Lease(shared);
  }

  private synchronized void release() {
    leases--;
    if (leases == 0 && shared != null) {
      shared.client.close();
      shared = null;
    }
  }

  private record Key(String subject, Schema schema) {}

  /// What was found or registered stays true; what was not found is asked for again, and so is what
  /// is the latest.
  private static final class Shared {
    private final RegistryClient client;
    private final RecentlyUsed<Integer, Schema> byId;
    private final RecentlyUsed<Key, Integer> ids;

    private Shared(SerdeSettings settings) {
      client = Registries.open(settings);
      int limit = settings.number("max.schemas.per.subject");
      byId = new RecentlyUsed<>(limit);
      ids = new RecentlyUsed<>(limit);
    }
  }

  private final class Lease implements RegistryClient {
    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(Shared shared) {
      this.shared = shared;
    }

    @Override
    public int register(String subject, Schema schema) {
      Key key = new Key(subject, schema);
      Integer known = shared.ids.get(key);
      if (known != null) {
        return known;
      }
      int id = shared.client.register(subject, schema);
      shared.ids.put(key, id);
      return id;
    }

    @Override
    public Optional<Integer> find(String subject, Schema schema) {
      Key key = new Key(subject, schema);
      Integer known = shared.ids.get(key);
      if (known != null) {
        return Optional.of(known);
      }
      Optional<Integer> id = shared.client.find(subject, schema);
      id.ifPresent(found -> shared.ids.put(key, found));
      return id;
    }

    @Override
    public Optional<RegisteredSchema> latest(String subject) {
      return shared.client.latest(subject);
    }

    @Override
    public Optional<Schema> byId(int id) {
      Schema known = shared.byId.get(id);
      if (known != null) {
        return Optional.of(known);
      }
      Optional<Schema> schema = shared.client.byId(id);
      schema.ifPresent(found -> shared.byId.put(id, found));
      return schema;
    }

    @Override
    public List<String> incompatibilities(String subject, Schema schema) {
      return shared.client.incompatibilities(subject, schema);
    }

    @Override
    public String compatibility(String subject) {
      return shared.client.compatibility(subject);
    }

    @Override
    public void setCompatibility(String subject, String rule) {
      shared.client.setCompatibility(subject, rule);
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        release();
      }
    }
  }
}
