package io.gavel.reward.decision;

import io.gavel.schema.CandidateScore;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.GroupUpdate;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.PairOrder;
import java.util.Optional;

/// What a judge request or a feedback says of a candidate group.
public final class News {
  private News() {}

  /// That a pair is asked in one order, with the response that is shown first: the other one comes
  /// with the swapped order. Empty for an absolute rubric.
  public static Optional<GroupUpdate> of(JudgeRequest request) {
    Generation generation = request.getGeneration();
    if (request.getComparedTo().isEmpty() || generation.getCandidateGroup().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new GroupUpdate(
            PairOrder.newBuilder()
                .setRequestId(request.getRequestId())
                .setCandidateGroup(generation.getCandidateGroup().get())
                .setRubricId(request.getRubric().getRubricId())
                .setRubricVersion(request.getRubric().getVersion())
                .setGenerationId(generation.getGenerationId())
                .setComparedToId(request.getComparedTo().get().getGenerationId())
                .setPairsOfGroup(request.getPairsOfGroup())
                .setPairingId(request.getPairingId())
                .setInstruction(generation.getInstruction())
                .setResponse(generation.getResponse())
                .setModel(generation.getModel())
                .build()));
  }

  /// The verdict on one order of a pair, or the score of a generation that has a candidate group;
  /// empty for other feedback.
  public static Optional<GroupUpdate> of(Feedback feedback) {
    return feedback
        .getCandidateGroup()
        .flatMap(group ->
            switch (feedback.getMode()) {
              case RELATIVE -> verdict(group, feedback);
              case ABSOLUTE -> score(group, feedback);
            });
  }

  /// The candidate group that it is news of.
  public static String candidateGroup(GroupUpdate news) {
    return switch (news.getUpdate()) {
      case PairOrder order -> order.getCandidateGroup();
      case CandidateScore score -> score.getCandidateGroup();
      case Object other -> throw new IllegalStateException("no news: " + other.getClass());
    };
  }

  private static Optional<GroupUpdate> verdict(String group, Feedback feedback) {
    if (feedback.getComparedToId().isEmpty() || feedback.getPreferred().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new GroupUpdate(
            PairOrder.newBuilder()
                .setRequestId(feedback.getRequestId())
                .setCandidateGroup(group)
                .setRubricId(feedback.getRubricId())
                .setRubricVersion(feedback.getRubricVersion())
                .setGenerationId(feedback.getGenerationId())
                .setComparedToId(feedback.getComparedToId().get())
                .setPairingId(feedback.getPairingId())
                .setPreferred(feedback.getPreferred().get())
                .setFeedback(feedback.getFeedback())
                .setStandIn(feedback.getJudgement().getStandIn())
                .build()));
  }

  private static Optional<GroupUpdate> score(String group, Feedback feedback) {
    return Outcomes.onScale(feedback)
        .map(value ->
            new GroupUpdate(
                new CandidateScore(
                    group, feedback.getGenerationId(), feedback.getRubricId(), value)));
  }
}
