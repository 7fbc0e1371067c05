package io.gavel.engine.outcome;

import io.gavel.deadletter.DeadLetters;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.Stage;
import io.gavel.judge.Verdict;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Rubric;
import io.gavel.serde.Decoded;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Makes outcomes: the verdict on a judge request, put together with what the request says of its
/// generation and rubric. For any number of threads.
public final class OutcomeAssembler {
  private final InstantSource clock;

  /// @param clock tells when an outcome was made
  public OutcomeAssembler(InstantSource clock) {
    this.clock = clock;
  }

  /// The outcome of a verdict.
  public Outcome judged(Decoded.Intact<JudgeRequest> intact, Verdict verdict) {
    JudgeRequest request = intact.value();
    return switch (verdict) {
      case Verdict.Scored scored -> new Outcome.Scored(scored(request, scored));
      case Verdict.Compared compared -> new Outcome.Scored(compared(request, compared));
      case Verdict.Unjudged unjudged ->
          new Outcome.Dead(
              deadLetter(intact.source(), request, unjudged.reason(), unjudged.detail())
                  .setAttempts(unjudged.attempts())
                  .setRawAnswer(unjudged.rawAnswer())
                  .setStandIn(unjudged.standIn())
                  .build());
    };
  }

  /// The outcome of a defect in the judge: the request is kept, and its neighbours go on.
  public Outcome defect(Decoded.Intact<JudgeRequest> intact, Throwable defect) {
    String detail = "a defect in Gavel, please report it: " + defect.getClass().getName();
    return new Outcome.Dead(
        deadLetter(intact.source(), intact.value(), Reason.INTERNAL_ERROR, detail).build());
  }

  /// The outcome of a record that cannot be read.
  public Outcome poison(Decoded.Poison<JudgeRequest> poison) {
    return new Outcome.Dead(
        DeadLetters.of(
                poison.source(),
                Stage.JUDGE,
                Reason.UNREADABLE_RECORD,
                poison.detail(),
                null,
                clock.instant())
            .build());
  }

  /// The outcome in place of one that the broker does not take for its size. A dead letter that is
  /// too large itself loses the record's bytes, and says where they still are.
  public Outcome tooLarge(Decoded<JudgeRequest> source, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Scored scored -> {
        String detail =
            "the feedback is larger than the topic or the producer takes (max.message.bytes,"
                + " max.request.size)";
        yield switch (source) {
          case Decoded.Intact<JudgeRequest> intact ->
              new Outcome.Dead(
                  deadLetter(intact.source(), intact.value(), Reason.OUTCOME_TOO_LARGE, detail)
                      .setAttempts(scored.feedback().getJudgement().getAttempts())
                      .setStandIn(scored.feedback().getJudgement().getStandIn())
                      .build());
          case Decoded.Poison<JudgeRequest> poison -> poison(poison);
        };
      }
      case Outcome.Dead(DeadLetter deadLetter) ->
          new Outcome.Dead(DeadLetters.withoutSource(deadLetter));
    };
  }

  private DeadLetter.Builder deadLetter(
      ConsumerRecord<byte[], byte[]> source, JudgeRequest request, Reason reason, String detail) {
    Generation generation = request.getGeneration();
    return DeadLetters.of(
            source, Stage.JUDGE, reason, detail, request.getRequestId(), clock.instant())
        .setGenerationId(generation.getGenerationId())
        .setRubricId(request.getRubric().getRubricId())
        .setApplication(generation.getApplication())
        .setModel(generation.getModel());
  }

  private static Feedback scored(JudgeRequest request, Verdict.Scored scored) {
    Rubric rubric = request.getRubric();
    boolean levels = rubric.getChecklist().isEmpty();
    Feedback.Builder feedback =
        feedback(request)
            .setScore(scored.score())
            .setMeanScore(scored.meanScore())
            .setScaleMinimum(levels ? rubric.getLevels().getFirst().getScore() : 0)
            .setScaleMaximum(
                levels ? rubric.getLevels().getLast().getScore() : rubric.getChecklist().size())
            .setChecks(scored.checks())
            .setFeedback(scored.feedback())
            .setFlags(scored.flags())
            .setJudgement(scored.judgement());
    if (scored.spread() != null) {
      feedback
          .setScoreDeviation(scored.spread().deviation())
          .setSampleAgreement(scored.spread().agreement());
    }
    if (scored.expectation() != null) {
      feedback
          .setExpectedScore(scored.expectation().score())
          .setLevelProbabilities(scored.expectation().probabilities());
    }
    return feedback.build();
  }

  private static Feedback compared(JudgeRequest request, Verdict.Compared compared) {
    return feedback(request)
        .setComparedToId(request.getComparedTo().map(Generation::getGenerationId).orElse(null))
        .setPreferred(compared.preferred())
        .setFirstProbability(compared.firstProbability())
        .setSampleAgreement(compared.agreement())
        .setFeedback(compared.feedback())
        .setFlags(compared.flags())
        .setJudgement(compared.judgement())
        .build();
  }

  private static Feedback.Builder feedback(JudgeRequest request) {
    Generation generation = request.getGeneration();
    Rubric rubric = request.getRubric();
    return Feedback.newBuilder()
        .setRequestId(request.getRequestId())
        .setGenerationId(generation.getGenerationId())
        .setApplication(generation.getApplication())
        .setModel(generation.getModel())
        .setTags(generation.getTags())
        .setCandidateGroup(generation.getCandidateGroup().orElse(null))
        .setGeneratedAt(generation.getCreatedAt())
        .setRubricId(rubric.getRubricId())
        .setRubricVersion(rubric.getVersion())
        .setMode(rubric.getMode())
        .setPolicyId(request.getPolicyId().orElse(null))
        .setInclusionProbability(request.getInclusionProbability())
        .setWeight(request.getWeight())
        .setPriority(request.getPriority())
        .setRequestsOfGeneration(request.getRequestsOfGeneration())
        .setPairingId(request.getPairingId());
  }
}
