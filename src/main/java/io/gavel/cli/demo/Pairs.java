package io.gavel.cli.demo;

import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preference;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What became of the candidate groups that were sent: their pairs, and what the judge preferred.
/// Every pair counts once. Pure; for one thread.
final class Pairs {
  private final Set<String> unpaired = new HashSet<>();
  private final Map<String, String> pairs = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> decided = new HashSet<>();
  private final Map<Match, Preferences> preferences = new TreeMap<>();
  private long twice;

  void sent(Generation generation) {
    generation.getCandidateGroup().ifPresent(unpaired::add);
  }

  void requested(JudgeRequest request) {
    request
        .getComparedTo()
        .ifPresent(other -> {
          String group = request.getGeneration().getCandidateGroup().orElse("");
          unpaired.remove(group);
          String pair =
              pair(
                  group,
                  request.getRubric().getRubricId(),
                  request.getGeneration().getGenerationId(),
                  other.getGenerationId());
          pairs.put(request.getRequestId(), pair);
          if (!decided.contains(pair)) {
            open.add(pair);
          }
        });
  }

  /// A pair without one of its verdicts makes no preference.
  void died(String requestId) {
    String pair = pairs.get(requestId);
    if (pair != null) {
      open.remove(pair);
    }
  }

  void decided(Preference preference) {
    String pair =
        pair(
            preference.getCandidateGroup(),
            preference.getRubricId(),
            preference.getChosenGenerationId(),
            preference.getRejectedGenerationId());
    open.remove(pair);
    if (!decided.add(pair)) {
      twice++;
      return;
    }
    preferences
        .computeIfAbsent(
            Match.of(
                preference.getRubricId(),
                preference.getChosenModel(),
                preference.getRejectedModel()),
            ignored -> new Preferences())
        .add(preference);
  }

  /// Groups without pairs yet, and pairs without a preference.
  int open() {
    return unpaired.size() + open.size();
  }

  /// Pairs that have their preference.
  int decided() {
    return decided.size();
  }

  /// Preferences beyond the first of the same pair.
  long twice() {
    return twice;
  }

  /// What was preferred, by rubric and models.
  Map<Match, Preferences> preferences() {
    return Collections.unmodifiableMap(preferences);
  }

  private static String pair(String group, String rubric, String one, String other) {
    return one.compareTo(other) < 0
        ? String.join("\n", group, rubric, one, other)
        : String.join("\n", group, rubric, other, one);
  }
}
