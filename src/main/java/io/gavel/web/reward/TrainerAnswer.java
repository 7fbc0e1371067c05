package io.gavel.web.reward;

import io.gavel.web.reward.book.Composed;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Rewards as trainers read them: `{"rewards": [...], "scores": [...], "extra_logs": {...}}`, all
/// lists as long as the request's.
final class TrainerAnswer {
  private TrainerAnswer() {}

  /// The body.
  static Map<String, Object> of(List<Composed> rewards) {
    List<Double> values = rewards.stream().map(Composed::value).toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("rewards", values);
    // What OpenRLHF filters by, from 0 to 1.
    body.put("scores", values);
    body.put("extra_logs", extraLogs(rewards));
    return body;
  }

  /// What else a trainer may plot. Only numbers, and one for each sample: so a rubric is there
  /// where every sample has it.
  private static Map<String, List<Double>> extraLogs(List<Composed> rewards) {
    Map<String, List<Double>> logs = new LinkedHashMap<>();
    if (rewards.isEmpty()) {
      return logs;
    }
    logs.put("gavel_complete", rewards.stream().map(it -> it.complete() ? 1.0 : 0.0).toList());
    logs.put("gavel_stand_in", rewards.stream().map(it -> it.standIn() ? 1.0 : 0.0).toList());
    logs.put(
        "gavel_lowest_score",
        rewards.stream()
            .map(it ->
                it.parts().stream().mapToDouble(Composed.Part::value).min().orElse(it.value()))
            .toList());
    List<Map<String, Double>> scores = rewards.stream().map(TrainerAnswer::scores).toList();
    Set<String> shared = new TreeSet<>(scores.getFirst().keySet());
    scores.forEach(it -> shared.retainAll(it.keySet()));
    for (String rubric : shared) {
      logs.put(
          "gavel_score/" + rubric,
          scores.stream().map(it -> it.getOrDefault(rubric, 0.0)).toList());
    }
    return logs;
  }

  private static Map<String, Double> scores(Composed reward) {
    return reward.parts().stream()
        .collect(
            Collectors.toMap(
                Composed.Part::rubricId, Composed.Part::value, (one, other) -> one, HashMap::new));
  }
}
