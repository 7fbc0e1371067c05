package io.gavel.enrich.decision;

import io.gavel.hash.Ids;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which pairs of a candidate group are judged: all of them where they are few enough, otherwise a
/// selection that connects every candidate with every other over some pairs, as a ranking needs,
/// and in which the candidates occur about equally often.
///
/// The candidates stand on a ring, in an order that is given by a hash of the group and of each id.
/// Neighbours on the ring are paired first, then those that are two apart, and so on: a circulant
/// graph, as cyclic designs of paired comparisons are (H. A. David, "The structure of cyclic
/// paired-comparison designs", Journal of the Australian Mathematical Society 3, 1963). Where only
/// a part of those that are equally far apart can be taken, the next is always one whose candidates
/// occur least so far. A function of the set of ids alone, in whatever order they come.
final class PairSelection {
  private PairSelection() {}

  /// Two candidates.
  ///
  /// @param first the smaller id
  /// @param second the other
  record Pair(String first, String second) {
    static Pair of(String one, String other) {
      return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
    }
  }

  /// Selects.
  ///
  /// @param seed what the order on the ring is made from, beside the ids
  /// @param ids the candidates, each once
  /// @param most how many pairs at most; where fewer do not connect all candidates, as many as do,
  ///   one less than there are candidates
  /// @return sorted by first and second
  static List<Pair> select(String seed, Collection<String> ids, int most) {
    List<String> ring =
        ids.stream()
            .sorted(
                Comparator.comparing((String id) -> Ids.hash(seed, id))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    int left = Math.max(most, ring.size() - 1);
    int[] occurrences = new int[ring.size()];
    Set<Pair> chosen = new HashSet<>();
    for (int distance = 1; distance <= ring.size() / 2 && left > 0; distance++) {
      left -= take(ring, distance, left, occurrences, chosen);
    }
    return chosen.stream()
        .sorted(Comparator.comparing(Pair::first).thenComparing(Pair::second))
        .toList();
  }

  /// Takes pairs of one distance on the ring; returns how many.
  private static int take(
      List<String> ring, int distance, int most, int[] occurrences, Set<Pair> chosen) {
    int size = ring.size();
    // Half-way round, each pair is met from both of its ends.
    int there = 2 * distance == size ? distance : size;
    SortedSet<Integer> starts = new TreeSet<>();
    for (int start = 0; start < there; start++) {
      starts.add(start);
    }
    int taken = 0;
    while (taken < most && !starts.isEmpty()) {
      // The neighbours are taken in a row: any that is left out then leaves a path, not two parts.
      Integer next =
          distance == 1
              ? starts.getFirst()
              : starts.stream()
                  .min(
                      Comparator.comparingInt(
                          start -> occurrences[start] + occurrences[(start + distance) % size]))
                  .orElseThrow();
      starts.remove(next);
      int end = (next + distance) % size;
      occurrences[next]++;
      occurrences[end]++;
      chosen.add(Pair.of(ring.get(next), ring.get(end)));
      taken++;
    }
    return taken;
  }
}
