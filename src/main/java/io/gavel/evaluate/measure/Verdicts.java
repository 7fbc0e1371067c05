package io.gavel.evaluate.measure;

import io.gavel.evaluate.Outcome;
import io.gavel.evaluate.report.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what came of asking: verdicts, and why there is none. None is ever dropped.
final class Verdicts {
  private final Map<String, Long> reasons = new TreeMap<>();
  private long judged;

  void add(Outcome outcome) {
    switch (outcome) {
      case Outcome.Scored _, Outcome.Preferred _ -> judged++;
      case Outcome.Unjudged unjudged -> reasons.merge(unjudged.reason(), 1L, Long::sum);
    }
  }

  /// How many have no verdict.
  long unjudged() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The numbers; unreadable answers are named even where there is none.
  List<Measured> counts() {
    List<Measured> counts = new ArrayList<>();
    counts.add(Measured.count("verdicts", "verdicts", judged));
    Map<String, Long> all = new TreeMap<>(reasons);
    all.putIfAbsent("unreadable_answer", 0L);
    all.forEach((reason, count) ->
        counts.add(
            Measured.count("without_" + reason, "no verdict: " + reason.replace('_', ' '), count)));
    return counts;
  }
}
