package io.gavel.monitor.window;

import io.gavel.deadletter.Reason;
import io.gavel.deadletter.Stage;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.JudgeSample;
import io.gavel.schema.Observation;
import io.gavel.schema.ObservedEffort;
import io.gavel.schema.ObservedScore;
import io.gavel.schema.RubricMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Takes from an outcome what it tells of its series.
public final class Observing {
  /// The most levels that a scale has here; a rubric has fewer.
  private static final int MOST_LEVELS = 1_000;

  /// What is sampled more seldom has a weight that drowns all else, and whose square is no number.
  private static final double LEAST_PROBABILITY = 1e-9;

  /// The longest value of a tag that makes a series of its own, in characters; of a longer one the
  /// beginning counts.
  private static final int TAG_LENGTH = 200;

  private static final Set<String> REASONS =
      Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toUnmodifiableSet());

  private Observing() {}

  /// What a feedback tells.
  ///
  /// @param tags the names of the tags that series are split by
  public static Observed of(Feedback feedback, List<String> tags) {
    Observation.Builder observation =
        Observation.newBuilder()
            .setApplication(feedback.getApplication())
            .setModel(feedback.getModel())
            .setRubricId(feedback.getRubricId())
            .setTags(chosen(feedback.getTags(), tags))
            .setGeneratedAt(feedback.getGeneratedAt())
            .setInclusionProbability(feedback.getInclusionProbability())
            .setStandIn(feedback.getJudgement().getStandIn())
            .setEffort(effort(feedback))
            .setRequestId(feedback.getRequestId());
    if (feedback.getMode() == RubricMode.ABSOLUTE) {
      Optional<String> wrong = wrongScore(feedback);
      if (wrong.isPresent()) {
        return new Observed.Invalid(wrong.get());
      }
      int level = feedback.getScore().orElseThrow();
      observation.setScore(
          new ObservedScore(
              level,
              feedback.getMeanScore().orElse((double) level),
              feedback.getExpectedScore().orElse(null),
              feedback.getScaleMinimum(),
              feedback.getScaleMaximum()));
    }
    return checked(observation);
  }

  /// What a dead letter tells. Those of the judge count alone: the others were never to be scored,
  /// or wait for somebody to mend a rubric.
  ///
  /// @param request the judge request that it was; empty where the letter does not hold it, being
  ///   too large: it then counts once, without tags, at the time of its record
  /// @param tags the names of the tags that series are split by
  public static Observed of(DeadLetter letter, Optional<JudgeRequest> request, List<String> tags) {
    if (!letter.getStage().equals(Stage.JUDGE.code())
        || letter.getApplication().isEmpty()
        || letter.getModel().isEmpty()
        || letter.getRubricId().isEmpty()) {
      return new Observed.Foreign();
    }
    return checked(
        Observation.newBuilder()
            .setApplication(letter.getApplication().get())
            .setModel(letter.getModel().get())
            .setRubricId(letter.getRubricId().get())
            .setTags(request.map(it -> chosen(it.getGeneration().getTags(), tags)).orElse(Map.of()))
            .setGeneratedAt(
                request
                    .map(it -> it.getGeneration().getCreatedAt())
                    .orElse(letter.getSourceTimestamp()))
            .setInclusionProbability(request.map(JudgeRequest::getInclusionProbability).orElse(1.0))
            .setStandIn(letter.getStandIn())
            .setReason(REASONS.contains(letter.getReason()) ? letter.getReason() : "other")
            .setRequestId(letter.getRequestId().orElse(null)));
  }

  private static Observed checked(Observation.Builder observation) {
    if (observation.getGeneratedAt().isBefore(Instant.EPOCH)) {
      return new Observed.Invalid("generated_at is " + observation.getGeneratedAt());
    }
    double probability = observation.getInclusionProbability();
    return probability >= LEAST_PROBABILITY && probability <= 1
        ? new Observed.Counted(observation.build())
        : new Observed.Invalid("inclusion_probability is " + probability);
  }

  private static Optional<String> wrongScore(Feedback feedback) {
    int lowest = feedback.getScaleMinimum();
    int highest = feedback.getScaleMaximum();
    if (highest <= lowest || (long) highest - lowest >= MOST_LEVELS) {
      return Optional.of("the scale goes from " + lowest + " to " + highest);
    }
    if (feedback.getScore().isEmpty()) {
      return Optional.of("an absolute rubric without a score");
    }
    double level = feedback.getScore().get();
    double mean = feedback.getMeanScore().orElse(level);
    double expected = feedback.getExpectedScore().orElse(level);
    for (double score : new double[] {level, mean, expected}) {
      if (!(score >= lowest && score <= highest)) {
        return Optional.of("a score of " + score + " from " + lowest + " to " + highest);
      }
    }
    return Optional.empty();
  }

  private static ObservedEffort effort(Feedback feedback) {
    List<JudgeSample> samples = feedback.getJudgement().getSamples();
    boolean told = samples.stream().anyMatch(it -> it.getCompletionTokens().isPresent());
    int tokens = samples.stream().mapToInt(it -> it.getCompletionTokens().orElse(0)).sum();
    return new ObservedEffort(
        feedback.getJudgement().getLatencyMillis(),
        told ? tokens : null,
        feedback.getFeedback().length(),
        feedback.getSampleAgreement().filter(JudgeHealth::isShare).orElse(null));
  }

  private static Map<String, String> chosen(Map<String, String> all, List<String> names) {
    Map<String, String> chosen = new TreeMap<>();
    for (String name : names) {
      String value = all.get(name);
      if (value != null) {
        chosen.put(name, value.length() > TAG_LENGTH ? value.substring(0, TAG_LENGTH) : value);
      }
    }
    return chosen;
  }
}
