package io.gavel.monitor;

import io.gavel.TestRecords;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.Stage;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.Observation;
import io.gavel.schema.ObservedEffort;
import io.gavel.schema.ObservedScore;
import io.gavel.schema.Preferred;
import io.gavel.schema.RubricMode;
import java.time.Instant;
import java.util.Map;

/// Outcomes of the series `support-assistant/heron-8b/resolution`, on a scale from 1 to 5.
public final class Outcomes {
  /// The key of their series.
  public static final String KEY = "support-assistant/heron-8b/resolution";

  private Outcomes() {}

  /// A score.
  public static Feedback.Builder score(int score, Instant at) {
    return Feedback.newBuilder()
        .setRequestId("r")
        .setGenerationId("g")
        .setApplication("support-assistant")
        .setModel("heron-8b")
        .setGeneratedAt(at)
        .setRubricId("resolution")
        .setRubricVersion(1)
        .setScore(score)
        .setMeanScore((double) score)
        .setFeedback("Fair.")
        .setJudgement(TestRecords.judgement(score));
  }

  /// A verdict on a pair.
  public static Feedback.Builder verdict(Instant at) {
    return score(1, at)
        .setMode(RubricMode.RELATIVE)
        .setScore(null)
        .setMeanScore(null)
        .setPreferred(Preferred.FIRST)
        .setComparedToId("h");
  }

  /// A dead letter that does not hold its request.
  public static DeadLetter.Builder letter(Reason reason, Instant at) {
    return DeadLetter.newBuilder()
        .setDeadLetterId("d")
        .setStage(Stage.JUDGE.code())
        .setReason(reason.code())
        .setDetail("for a test")
        .setRequestId("r")
        .setApplication("support-assistant")
        .setModel("heron-8b")
        .setRubricId("resolution")
        .setAttempts(1)
        .setStandIn(false)
        .setSourceTopic("t.judge-requests")
        .setSourcePartition(0)
        .setSourceOffset(0)
        .setSourceTimestamp(at)
        .setFailedAt(at);
  }

  /// A score as it is observed, of an expected score of the same value.
  public static Observation.Builder observation(double value, double probability) {
    return Observation.newBuilder()
        .setApplication("support-assistant")
        .setModel("heron-8b")
        .setRubricId("resolution")
        .setTags(Map.of())
        .setGeneratedAt(TestRecords.CREATED_AT)
        .setInclusionProbability(probability)
        .setStandIn(false)
        .setScore(new ObservedScore((int) Math.round(value), value, value, 1, 5))
        .setEffort(new ObservedEffort(1_200L, 20, 5, null));
  }
}
