package io.gavel.reward.decision;

import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.RewardOutcome;
import io.gavel.schema.RubricMode;
import java.util.Optional;

/// How the judge requests of a generation came out. Only those by absolute rubrics count.
public final class Outcomes {
  private Outcomes() {}

  /// The outcome that a feedback is; empty for a relative rubric.
  public static Optional<RewardOutcome> of(Feedback feedback) {
    if (feedback.getMode() != RubricMode.ABSOLUTE) {
      return Optional.empty();
    }
    return Optional.of(
        RewardOutcome.newBuilder()
            .setRequestId(feedback.getRequestId())
            .setGenerationId(feedback.getGenerationId())
            .setCandidateGroup(feedback.getCandidateGroup().orElse(null))
            .setApplication(feedback.getApplication())
            .setModel(feedback.getModel())
            .setGeneratedAt(feedback.getGeneratedAt())
            .setRequestsOfGeneration(feedback.getRequestsOfGeneration())
            .setRubricId(feedback.getRubricId())
            .setRubricVersion(feedback.getRubricVersion())
            .setValue(onScale(feedback).orElse(null))
            .setWeight(feedback.getWeight())
            .setStandIn(feedback.getJudgement().getStandIn())
            .build());
  }

  /// The outcome of a request that became a dead letter, which has no score; empty for a relative
  /// rubric.
  ///
  /// @param request as it stood at the dead letter's source
  public static Optional<RewardOutcome> deadLetter(JudgeRequest request) {
    if (request.getRubric().getMode() != RubricMode.ABSOLUTE) {
      return Optional.empty();
    }
    Generation generation = request.getGeneration();
    return Optional.of(
        RewardOutcome.newBuilder()
            .setRequestId(request.getRequestId())
            .setGenerationId(generation.getGenerationId())
            .setCandidateGroup(generation.getCandidateGroup().orElse(null))
            .setApplication(generation.getApplication())
            .setModel(generation.getModel())
            .setGeneratedAt(generation.getCreatedAt())
            .setRequestsOfGeneration(request.getRequestsOfGeneration())
            .setRubricId(request.getRubric().getRubricId())
            .setRubricVersion(request.getRubric().getVersion())
            .setWeight(request.getWeight())
            .setStandIn(false)
            .build());
  }

  /// The expected score where there is one, else the mean of the samples, from 0 to 1 on its scale;
  /// empty where there is no score, or none that is on the scale.
  static Optional<Double> onScale(Feedback feedback) {
    double range = (double) feedback.getScaleMaximum() - feedback.getScaleMinimum();
    return feedback
        .getExpectedScore()
        .or(feedback::getMeanScore)
        .or(() -> feedback.getScore().map(Integer::doubleValue))
        .filter(score ->
            range > 0 && score >= feedback.getScaleMinimum() && score <= feedback.getScaleMaximum())
        .map(score -> (score - feedback.getScaleMinimum()) / range);
  }
}
