package io.gavel.agreement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// How far pairwise verdicts fit one order: the share of triples without a cycle, as the circular
/// triads of Kendall and Babington Smith 1940, extended to ties. A triple has a cycle where one can
/// go round it, each candidate at least as good as the next and one of them better.
///
/// @param triples how many triples have all three pairs compared
/// @param cycles how many of them have a cycle
public record Transitivity(long triples, long cycles) {
  /// Looks at all triples whose three pairs were compared. Of several results for a pair the last
  /// counts.
  public static Transitivity of(Iterable<PairResult> results) {
    Map<String, Integer> numbers = new HashMap<>();
    List<Map<Integer, Choice>> choices = new ArrayList<>();
    for (PairResult result : results) {
      int first = number(result.first(), numbers, choices);
      int second = number(result.second(), numbers, choices);
      choices.get(first).put(second, result.choice());
      choices.get(second).put(first, result.choice().swapped());
    }
    long triples = 0;
    long cycles = 0;
    for (int a = 0; a < choices.size(); a++) {
      List<Integer> neighbours = new ArrayList<>();
      for (int other : choices.get(a).keySet()) {
        if (other > a) {
          neighbours.add(other);
        }
      }
      for (int i = 0; i < neighbours.size(); i++) {
        for (int j = i + 1; j < neighbours.size(); j++) {
          int b = neighbours.get(i);
          int c = neighbours.get(j);
          Choice bc = choices.get(b).get(c);
          if (bc != null) {
            triples++;
            Choice ab = choices.get(a).getOrDefault(b, Choice.TIE);
            Choice ca = choices.get(c).getOrDefault(a, Choice.TIE);
            cycles += isCycle(ab, bc, ca) ? 1 : 0;
          }
        }
      }
    }
    return new Transitivity(triples, cycles);
  }

  /// The share of triples without a cycle, 0 to 1; empty where there is no triple.
  public OptionalDouble share() {
    return triples == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - (double) cycles / triples);
  }

  private static boolean isCycle(Choice ab, Choice bc, Choice ca) {
    boolean forward = ab != Choice.SECOND && bc != Choice.SECOND && ca != Choice.SECOND;
    boolean backward = ab != Choice.FIRST && bc != Choice.FIRST && ca != Choice.FIRST;
    return forward != backward; // Both: three ties, which is an order.
  }

  private static int number(
      String candidate, Map<String, Integer> numbers, List<Map<Integer, Choice>> choices) {
    return numbers.computeIfAbsent(
        candidate,
        _ -> {
          choices.add(new HashMap<>());
          return choices.size() - 1;
        });
  }
}
