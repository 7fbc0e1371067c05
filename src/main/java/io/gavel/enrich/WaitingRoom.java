package io.gavel.enrich;

import io.gavel.enrich.decision.Assembling;
import io.gavel.schema.RubricChoice;
import io.gavel.schema.Selection;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The selections that wait in one task: whole in a store that survives restarts, and in memory
/// only what finds them: by reference, by rubric, by age. The index is made from the store when the
/// task starts, so nothing is scanned while it runs. For the task's thread.
final class WaitingRoom {
  private final KeyValueStore<String, Selection> store;
  private final Map<String, Waiter> waiters = new HashMap<>();
  private final Map<String, Set<String>> byReference = new HashMap<>();
  private final Map<String, Set<String>> byRubric = new HashMap<>();
  private final NavigableSet<Waiter> byAge =
      new TreeSet<>(Comparator.comparing(Waiter::since).thenComparing(Waiter::key));

  /// @param key its key in the store
  /// @param referenceId the reference it waits for, if any
  /// @param rubricIds the rubrics it waits for
  private record Waiter(
      String key, Instant since, @Nullable String referenceId, Set<String> rubricIds) {}

  /// Opens it with what the store holds. What a restored selection waits for is not known before it
  /// is tried again, so it is found by everything it may wait for.
  WaitingRoom(KeyValueStore<String, Selection> store) {
    this.store = store;
    try (KeyValueIterator<String, Selection> entries = store.all()) {
      while (entries.hasNext()) {
        KeyValue<String, Selection> entry = entries.next();
        index(
            entry.key,
            entry.value,
            true,
            entry.value.getChoices().stream()
                .map(RubricChoice::getRubricId)
                .collect(Collectors.toSet()));
      }
    }
  }

  /// How many wait.
  int size() {
    return waiters.size();
  }

  /// Takes in a selection.
  ///
  /// @param selection says since when it waits
  /// @param missing what it waits for
  void add(Selection selection, Assembling.Assembly.Incomplete missing) {
    String key = selection.getSourcePartition() + "-" + selection.getSourceOffset();
    remove(key);
    store.put(key, selection);
    index(key, selection, missing.reference(), missing.rubricIds());
  }

  /// Keeps a waiting selection, which now waits for something else.
  void update(String key, Selection selection, Assembling.Assembly.Incomplete missing) {
    forget(key);
    index(key, selection, missing.reference(), missing.rubricIds());
  }

  /// The selection under a key; null where none waits.
  @Nullable Selection get(String key) {
    return store.get(key);
  }

  /// Lets a selection go.
  void remove(String key) {
    if (forget(key)) {
      store.delete(key);
    }
  }

  /// The keys of those that wait for a reference, a copy.
  List<String> forReference(String referenceId) {
    return List.copyOf(byReference.getOrDefault(referenceId, Set.of()));
  }

  /// The rubrics that any waits for, a copy.
  List<String> rubricIds() {
    return List.copyOf(byRubric.keySet());
  }

  /// The keys of those that wait for a rubric, a copy.
  List<String> forRubric(String rubricId) {
    return List.copyOf(byRubric.getOrDefault(rubricId, Set.of()));
  }

  /// The keys of those that wait since this instant or longer, longest first.
  List<String> since(Instant latest) {
    return byAge.stream()
        .takeWhile(waiter -> !waiter.since().isAfter(latest))
        .map(Waiter::key)
        .toList();
  }

  private void index(String key, Selection selection, boolean reference, Set<String> rubricIds) {
    Waiter waiter =
        new Waiter(
            key,
            selection.getWaitingSince().orElse(Instant.EPOCH),
            reference ? selection.getReferenceId().orElse(null) : null,
            Set.copyOf(rubricIds));
    waiters.put(key, waiter);
    byAge.add(waiter);
    for (String rubricId : waiter.rubricIds()) {
      byRubric.computeIfAbsent(rubricId, _ -> new HashSet<>()).add(key);
    }
    if (waiter.referenceId() != null) {
      byReference.computeIfAbsent(waiter.referenceId(), _ -> new HashSet<>()).add(key);
    }
  }

  private boolean forget(String key) {
    Waiter waiter = waiters.remove(key);
    if (waiter == null) {
      return false;
    }
    byAge.remove(waiter);
    waiter.rubricIds().forEach(rubricId -> leave(byRubric, rubricId, key));
    if (waiter.referenceId() != null) {
      leave(byReference, waiter.referenceId(), key);
    }
    return true;
  }

  private static void leave(Map<String, Set<String>> index, String id, String key) {
    index.computeIfPresent(
        id,
        (_, keys) -> {
          keys.remove(key);
          return keys.isEmpty() ? null : keys;
        });
  }
}
