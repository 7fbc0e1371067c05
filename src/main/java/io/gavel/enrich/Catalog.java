package io.gavel.enrich;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// One task's view of a global store of few records: each is decoded when it is first needed, and
/// again only when its bytes have changed. For one thread.
///
/// @param <T> the record's class
final class Catalog<T> implements AutoCloseable {
  private final ReadOnlyKeyValueStore<String, byte[]> store;
  private final Definitions<T> definitions;
  private final Map<String, Entry<T>> decoded = new HashMap<>();

  Catalog(ReadOnlyKeyValueStore<String, byte[]> store, Definitions<T> definitions) {
    this.store = store;
    this.definitions = definitions;
  }

  // The in-memory store hands out the array it holds, so identity tells whether it has changed.
  @SuppressWarnings("ArrayRecordComponent") // Identity is all that is asked of the array.
  private record Entry<T>(byte[] bytes, @Nullable T value) {}

  /// The record under a key; null where there is none that can be used.
  ///
  /// @throws io.gavel.serde.RegistryUnavailableException when it cannot be read now
  @Nullable T get(String key) {
    byte[] bytes = store.get(key);
    if (bytes == null) {
      decoded.remove(key);
      return null;
    }
    return decode(key, bytes);
  }

  /// All records that can be used.
  ///
  /// @throws io.gavel.serde.RegistryUnavailableException when one cannot be read now
  List<T> all() {
    List<T> values = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> entries = store.all()) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        T value = decode(entry.key, entry.value);
        if (value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }

  @SuppressWarnings("ReferenceEquality") // Identity is what is asked; see Entry.
  private @Nullable T decode(String key, byte[] bytes) {
    Entry<T> known = decoded.get(key);
    if (known == null || known.bytes() != bytes) {
      known =
          new Entry<>(
              bytes,
              switch (definitions.read(key, bytes)) {
                case Definitions.Definition.Usable<T> usable -> usable.value();
                case Definitions.Definition.Unusable<T> _ -> null;
              });
      decoded.put(key, known);
    }
    return known.value();
  }

  @Override
  public void close() {
    definitions.close();
  }
}
