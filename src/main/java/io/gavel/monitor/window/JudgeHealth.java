package io.gavel.monitor.window;

import io.gavel.schema.Feedback;
import io.gavel.schema.Judgement;
import io.gavel.schema.Observation;
import io.gavel.schema.ObservedScore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a feedback tells of its judge, as scores of series like any other: a judge can get worse as
/// well as a product, and then the scores of all products move. The series' application is
/// [#APPLICATION], their model the judge's; time is when it judged.
///
/// Each rubric has its own, by the tag [#RUBRIC]: what a rubric asks decides how much a judge
/// writes, so that in one series for all a change of their mix would look like a change of the
/// judge.
public final class JudgeHealth {
  /// The name in the place of an application.
  public static final String APPLICATION = "~judge";

  /// The name in the place of a rubric: how long the judge's words are. The score is the logarithm
  /// of their characters to base 2, so that a level more is twice as long.
  public static final String LENGTH = "~feedback-length";

  /// The name in the place of a rubric: how far several samples of one feedback agree. The score is
  /// ten times that.
  public static final String AGREEMENT = "~sample-agreement";

  /// The tag that names the rubric by which it judged.
  public static final String RUBRIC = "rubric";

  /// 16 characters; what is shorter counts as if it had as many.
  private static final int SHORTEST = 4;

  /// 4,096 characters; likewise.
  private static final int LONGEST = 12;

  private static final int FULL_AGREEMENT = 10;

  private JudgeHealth() {}

  /// The scores, none or a few.
  public static List<Observation> of(Feedback feedback) {
    Judgement judgement = feedback.getJudgement();
    if (judgement.getJudgedAt().isBefore(Instant.EPOCH)) {
      return List.of();
    }
    List<Observation> scores = new ArrayList<>();
    int length = feedback.getFeedback().length();
    if (length > 0) {
      double doublings = Math.log(length) / Math.log(2);
      scores.add(score(feedback, LENGTH, doublings, SHORTEST, LONGEST));
    }
    feedback
        .getSampleAgreement()
        .filter(JudgeHealth::isShare)
        .ifPresent(agreement ->
            scores.add(score(feedback, AGREEMENT, FULL_AGREEMENT * agreement, 0, FULL_AGREEMENT)));
    return scores;
  }

  /// Whether it is from 0 to 1; what is not a number is not.
  static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  private static Observation score(
      Feedback feedback, String name, double value, int lowest, int highest) {
    double within = Math.clamp(value, (double) lowest, (double) highest);
    return Observation.newBuilder()
        .setApplication(APPLICATION)
        .setModel(feedback.getJudgement().getModel())
        .setRubricId(name)
        .setTags(Map.of(RUBRIC, feedback.getRubricId()))
        .setGeneratedAt(feedback.getJudgement().getJudgedAt())
        .setInclusionProbability(1)
        .setStandIn(feedback.getJudgement().getStandIn())
        .setScore(new ObservedScore((int) Math.round(within), within, null, lowest, highest))
        .setRequestId(feedback.getRequestId())
        .build();
  }
}
