package io.gavel.enrich;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// One task's view of the few records that every worker has: each is decoded when it is first
/// needed, and again only when its bytes have changed. For one thread.
///
/// @param <T> the record's class
final class Catalog<T> implements AutoCloseable {
  private final Map<String, byte[]> published;
  private final Definitions<T> definitions;
  private final Map<String, Entry<T>> decoded = new HashMap<>();

  /// @param published the records' bytes by key; another thread may change it meanwhile
  Catalog(ConcurrentMap<String, byte[]> published, Definitions<T> definitions) {
    this.published = published;
    this.definitions = definitions;
  }

  // What is published is the array that came, so identity tells whether it has changed.
  @SuppressWarnings("ArrayRecordComponent") // Identity is all that is asked of the array.
  private record Entry<T>(byte[] bytes, @Nullable T value) {}

  /// The record under a key; null where there is none that can be used.
  ///
  /// @throws io.gavel.serde.RegistryUnavailableException when it cannot be read now
  @Nullable T get(String key) {
    byte[] bytes = published.get(key);
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
    for (Map.Entry<String, byte[]> entry : published.entrySet()) {
      T value = decode(entry.getKey(), entry.getValue());
      if (value != null) {
        values.add(value);
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
