package io.gavel.enrich.decision;

import io.gavel.hash.Ids;
import io.gavel.schema.Generation;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Priority;
import io.gavel.schema.RubricChoice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Which rubrics a generation is judged by. A function of the generation and the policies alone: a
/// replay, or the policies in another order, changes nothing.
public final class Selecting {
  private static final Comparator<Policy> MOST_URGENT_FIRST =
      Comparator.comparing(Policy::getPriority).thenComparing(Policy::getPolicyId);

  private Selecting() {}

  /// What the policies say about one generation.
  public sealed interface Selected {
    /// It is judged.
    ///
    /// @param choices the rubrics, each once; not empty
    record By(List<RubricChoice> choices) implements Selected {}

    /// It is not judged, as intended.
    ///
    /// @param why the reason it is counted under
    record Not(Why why) implements Selected {}
  }

  /// Why a generation is not judged, as intended.
  public enum Why {
    /// No policy is for its application.
    NO_POLICY,
    /// Policies are for its application, but not for its model or tags.
    FILTERED,
    /// Sampling left it out.
    NOT_SAMPLED,
    /// It is sent again for one rubric, which no policy selects for it any more.
    NO_LONGER_SELECTED;

    /// The outcome it is counted under.
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Selects. Rubrics that the generation names are judged always, and the policies then have no
  /// say. Otherwise every policy that matches has: a rubric is included when the generation's
  /// number in [0, 1) is below the highest sampling rate among the policies that apply the rubric,
  /// and that rate is its inclusion probability. One number per generation, so its rubrics are
  /// sampled together, and one per candidate group, so a group is sampled as a whole. Policy,
  /// weight and priority are those of the most urgent policy that includes it; among equals, of the
  /// smaller id. A generation that is more urgent than that has its own priority.
  ///
  /// @param generation the generation
  /// @param policies valid policies, in any order
  public static Selected select(Generation generation, Collection<Policy> policies) {
    if (!generation.getRubricIds().isEmpty()) {
      return new Selected.By(named(generation));
    }
    List<Policy> ofApplication =
        policies.stream()
            .filter(policy -> anyOf(policy.getApplications(), generation.getApplication()))
            .toList();
    if (ofApplication.isEmpty()) {
      return new Selected.Not(Why.NO_POLICY);
    }
    List<Policy> matching =
        ofApplication.stream()
            .filter(policy -> anyOf(policy.getModels(), generation.getModel()))
            .filter(policy -> tagsMatch(policy.getTags(), generation.getTags()))
            .sorted(MOST_URGENT_FIRST)
            .toList();
    if (matching.isEmpty()) {
      return new Selected.Not(Why.FILTERED);
    }
    List<RubricChoice> choices = sampled(generation, matching);
    return choices.isEmpty() ? new Selected.Not(Why.NOT_SAMPLED) : new Selected.By(choices);
  }

  private static List<RubricChoice> named(Generation generation) {
    return new LinkedHashSet<>(generation.getRubricIds())
        .stream()
            .map(rubricId ->
                new RubricChoice(
                    rubricId, null, 1.0, 1.0, priority(generation, Priority.MONITORING)))
            .toList();
  }

  private static List<RubricChoice> sampled(Generation generation, List<Policy> matching) {
    double number =
        Ids.uniform(generation.getCandidateGroup().orElseGet(generation::getGenerationId));
    Map<String, Double> probabilities = new TreeMap<>();
    Map<String, RubricChoice> included = new TreeMap<>();
    for (Policy policy : matching) {
      for (PolicyRubric rubric : policy.getRubrics()) {
        String id = rubric.getRubricId();
        probabilities.merge(id, policy.getSamplingRate(), Math::max);
        if (number < policy.getSamplingRate()) {
          included.putIfAbsent(
              id,
              new RubricChoice(
                  id,
                  policy.getPolicyId(),
                  1.0,
                  rubric.getWeight(),
                  priority(generation, policy.getPriority())));
        }
      }
    }
    List<RubricChoice> choices = new ArrayList<>();
    for (RubricChoice choice : included.values()) {
      choices.add(
          RubricChoice.newBuilder(choice)
              .setInclusionProbability(probabilities.getOrDefault(choice.getRubricId(), 1.0))
              .build());
    }
    return choices;
  }

  /// The more urgent of what the producer wants and what would hold without that, if it wants any.
  private static Priority priority(Generation generation, Priority otherwise) {
    return generation
        .getPriority()
        .filter(wanted -> wanted.compareTo(otherwise) < 0)
        .orElse(otherwise);
  }

  private static boolean anyOf(List<String> patterns, String text) {
    return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> Glob.matches(pattern, text));
  }

  private static boolean tagsMatch(Map<String, String> wanted, Map<String, String> tags) {
    return wanted.entrySet().stream()
        .allMatch(tag -> {
          String value = tags.get(tag.getKey());
          return value != null && Glob.matches(tag.getValue(), value);
        });
  }
}
