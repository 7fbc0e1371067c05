package io.gavel.serde;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bounded map that forgets what was used least recently. For any number of threads.
final class RecentlyUsed<K, V> {
  private final LinkedHashMap<K, V> entries;

  /// @param limit how many entries are kept, above 0
  RecentlyUsed(int limit) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > limit;
          }
        };
  }

  synchronized @Nullable V get(K key) {
    return entries.get(key);
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
  }
}
