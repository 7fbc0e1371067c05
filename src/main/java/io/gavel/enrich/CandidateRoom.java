package io.gavel.enrich;

import io.gavel.hash.Ids;
import io.gavel.schema.Candidate;
import io.gavel.schema.CandidateGroup;
import io.gavel.schema.RubricChoice;
import io.gavel.streams.AgeIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The candidate groups of one task, each by one relative rubric: those that wait for candidates,
/// and, for some time, those that have closed. Candidates are whole in a store, one by one, since
/// together they could be larger than a record may be; groups in another. In memory is only what
/// finds them by age, made from the store when the task starts. For the task's thread.
final class CandidateRoom {
  private final KeyValueStore<String, CandidateGroup> groups;
  private final KeyValueStore<String, Candidate> candidates;
  private final AgeIndex waiting = new AgeIndex();
  private final AgeIndex closed = new AgeIndex();

  /// Opens it with what the stores hold.
  CandidateRoom(
      KeyValueStore<String, CandidateGroup> groups, KeyValueStore<String, Candidate> candidates) {
    this.groups = groups;
    this.candidates = candidates;
    try (KeyValueIterator<String, CandidateGroup> all = groups.all()) {
      while (all.hasNext()) {
        KeyValue<String, CandidateGroup> group = all.next();
        index(group.key, group.value);
      }
    }
  }

  /// The key of a candidate's group and rubric.
  static String key(Candidate candidate) {
    return Ids.hash(candidate.getCandidateGroup(), choice(candidate).getRubricId());
  }

  /// The rubric that a candidate is to be compared by.
  static RubricChoice choice(Candidate candidate) {
    return candidate.getSelection().getChoices().getFirst();
  }

  /// How many candidates wait.
  long size() {
    return waiting.weight();
  }

  /// How many groups are remembered without that a candidate of them waits.
  int closedGroups() {
    return closed.size();
  }

  /// The group under a key; null where there is none.
  @Nullable CandidateGroup get(String key) {
    return groups.get(key);
  }

  /// The candidates of a group that wait, in the order in which they came.
  List<Candidate> candidates(String key) {
    List<Candidate> found = new ArrayList<>();
    CandidateGroup group = groups.get(key);
    if (group != null) {
      for (String id : group.getWaitingIds()) {
        Candidate candidate = candidates.get(candidateKey(key, id));
        if (candidate != null) {
          found.add(candidate);
        }
      }
    }
    return found;
  }

  /// Takes in a candidate that is not there yet.
  ///
  /// @return its group with it
  CandidateGroup add(String key, Candidate candidate, Instant now) {
    CandidateGroup before = groups.get(key);
    CandidateGroup.Builder builder =
        before == null
            ? CandidateGroup.newBuilder()
                .setCandidateGroup(candidate.getCandidateGroup())
                .setRubricId(choice(candidate).getRubricId())
                .setWaitingIds(List.of())
            : CandidateGroup.newBuilder(before);
    List<String> ids = new ArrayList<>(builder.getWaitingIds());
    ids.add(candidate.getGenerationId());
    int count = Math.max(said(before), candidate.getCandidateCount().orElse(0));
    CandidateGroup group =
        builder
            .setWaitingIds(ids)
            .setCandidateCount(count == 0 ? null : Integer.valueOf(count))
            .setChangedAt(now)
            .build();
    candidates.put(candidateKey(key, candidate.getGenerationId()), candidate);
    groups.put(key, group);
    index(key, group);
    return group;
  }

  /// Lets the candidates of a group go, and remembers it.
  ///
  /// @param pairedIds those of them that are in pairs
  void close(String key, List<String> pairedIds, Instant now) {
    CandidateGroup before = groups.get(key);
    if (before == null) {
      return;
    }
    before.getWaitingIds().forEach(id -> candidates.delete(candidateKey(key, id)));
    List<String> paired = new ArrayList<>(before.getPairedIds());
    paired.addAll(pairedIds);
    CandidateGroup after =
        CandidateGroup.newBuilder(before)
            .setWaitingIds(List.of())
            .setClosed(true)
            .setPairedIds(paired)
            .setChangedAt(now)
            .build();
    groups.put(key, after);
    index(key, after);
  }

  /// Forgets groups that have closed.
  ///
  /// @param latest those that closed then or before
  /// @param most how many at most
  void forgetClosed(Instant latest, int most) {
    for (int left = most; left > 0; left--) {
      closed.oldest(latest).ifPresent(this::forget);
    }
  }

  /// Forgets the group that closed first of those that are remembered.
  void forgetOldestClosed() {
    closed.oldest().ifPresent(this::forget);
  }

  private void forget(String key) {
    closed.remove(key);
    groups.delete(key);
  }

  /// The group with waiting candidates that has been quiet for longest.
  Optional<String> quietest() {
    return waiting.oldest();
  }

  /// That group, where it has been quiet since this instant or longer.
  Optional<String> quietSince(Instant latest) {
    return waiting.oldest(latest);
  }

  private static int said(@Nullable CandidateGroup group) {
    return group == null ? 0 : group.getCandidateCount().orElse(0);
  }

  private static String candidateKey(String key, String generationId) {
    return key + "/" + generationId;
  }

  private void index(String key, CandidateGroup group) {
    waiting.remove(key);
    closed.remove(key);
    int candidates = group.getWaitingIds().size();
    (candidates > 0 ? waiting : closed).put(key, group.getChangedAt(), candidates);
  }
}
