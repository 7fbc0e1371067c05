package io.gavel.reward;

import io.gavel.TestRecords;
import io.gavel.hash.Ids;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Judgement;
import io.gavel.schema.Preferred;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;

/// Requests and verdicts of pairs in the group `c`, by the rubric `better`.
public final class Pairs {
  private Pairs() {}

  /// The request to compare two generations, the first shown first.
  public static JudgeRequest.Builder request(String first, String second, int pairsOfGroup) {
    return JudgeRequest.newBuilder()
        .setRequestId(Ids.hash(first, "better", "1", second))
        .setGeneration(generation(first))
        .setComparedTo(generation(second))
        .setRubric(rubric())
        .setRequestsOfGeneration(0)
        .setPairsOfGroup(pairsOfGroup);
  }

  /// The verdict on that request.
  public static Feedback.Builder verdict(String first, String second, Preferred preferred) {
    return absolute(first)
        .setRequestId(Ids.hash(first, "better", "1", second))
        .setComparedToId(second)
        .setRubricId("better")
        .setMode(RubricMode.RELATIVE)
        .setPreferred(preferred)
        .setScore(null)
        .setMeanScore(null)
        .setFeedback("Of %s before %s.".formatted(first, second));
  }

  /// A score of 3 of 1 to 5 by the rubric `resolution`.
  public static Feedback.Builder absolute(String id) {
    Generation generation = generation(id);
    Judgement judgement = TestRecords.judgement(3);
    return Feedback.newBuilder()
        .setRequestId("absolute-of-" + id)
        .setGenerationId(id)
        .setApplication(generation.getApplication())
        .setModel(generation.getModel())
        .setCandidateGroup("c")
        .setGeneratedAt(generation.getCreatedAt())
        .setRubricId("resolution")
        .setRubricVersion(1)
        .setScore(3)
        .setMeanScore(3.0)
        .setFeedback("Fair.")
        .setJudgement(judgement);
  }

  private static Generation generation(String id) {
    return TestRecords.generation(id)
        .setCandidateGroup("c")
        .setModel("model-" + id)
        .setResponse("Response " + id)
        .build();
  }

  private static Rubric rubric() {
    return TestRecords.rubric("better").setMode(RubricMode.RELATIVE).setLevels(List.of()).build();
  }
}
