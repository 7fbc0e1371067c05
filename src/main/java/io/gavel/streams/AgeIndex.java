package io.gavel.streams;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Finds what a store holds by age, and knows how much that is, so that nothing is scanned while a
/// task runs. It holds keys alone, in memory; whoever has the store makes it from what is there at
/// the start. For one thread.
public final class AgeIndex {
  private static final Comparator<Entry> OLDEST_FIRST =
      Comparator.comparing(Entry::since).thenComparing(Entry::key);

  private final Map<String, Entry> entries = new HashMap<>();
  private final NavigableSet<Entry> byAge = new TreeSet<>(OLDEST_FIRST);
  private long weight;

  private record Entry(String key, Instant since, int weight) {}

  /// Makes an empty one.
  public AgeIndex() {}

  /// Enters a key, in place of what stood under it.
  ///
  /// @param since what its age counts from
  /// @param weight what it counts for, 0 or more
  public void put(String key, Instant since, int weight) {
    remove(key);
    Entry entry = new Entry(key, since, weight);
    entries.put(key, entry);
    byAge.add(entry);
    this.weight += weight;
  }

  /// Takes a key out, where it is there.
  public void remove(String key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      byAge.remove(entry);
      weight -= entry.weight();
    }
  }

  /// How many keys there are.
  public int size() {
    return entries.size();
  }

  /// What they count for, all together.
  public long weight() {
    return weight;
  }

  /// The oldest key; of equally old ones, the smaller.
  public Optional<String> oldest() {
    return byAge.isEmpty() ? Optional.empty() : Optional.of(byAge.first().key());
  }

  /// The oldest key, where it dates from this instant or before.
  public Optional<String> oldest(Instant latest) {
    return byAge.isEmpty() || byAge.first().since().isAfter(latest)
        ? Optional.empty()
        : Optional.of(byAge.first().key());
  }
}
