package io.gavel.reward;

import io.gavel.TestRecords;
import io.gavel.deadletter.DeadLetters;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.Stage;
import io.gavel.enrich.TestingAvroSerializer;
import io.gavel.hash.Ids;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Outcomes of judge requests by absolute rubrics.
public final class Scored {
  private Scored() {}

  /// The request to judge a generation by a rubric.
  public static JudgeRequest.Builder request(String generation, String rubric, int requests) {
    return TestRecords.judgeRequest(generation)
        .setRequestId(Ids.hash(generation, rubric, "1"))
        .setRubric(TestRecords.rubric(rubric).build())
        .setRequestsOfGeneration(requests);
  }

  /// The feedback to that request: a score of 1 to 5.
  public static Feedback.Builder feedback(
      String generation, String rubric, int requests, int score) {
    return Pairs.absolute(generation)
        .setRequestId(Ids.hash(generation, rubric, "1"))
        .setCandidateGroup(null)
        .setRubricId(rubric)
        .setScore(score)
        .setMeanScore((double) score)
        .setRequestsOfGeneration(requests);
  }

  /// That request as a dead letter of the topic `t.judge-requests`.
  public static DeadLetter.Builder deadLetter(JudgeRequest request) {
    try (TestingAvroSerializer serializer = new TestingAvroSerializer()) {
      return DeadLetters.of(
          new ConsumerRecord<>(
              "t.judge-requests",
              0,
              7,
              request.getGeneration().getGenerationId().getBytes(StandardCharsets.UTF_8),
              serializer.serialize("t.judge-requests", request)),
          Stage.JUDGE,
          Reason.UNREADABLE_ANSWER,
          "The judge gave no score.",
          request.getRequestId(),
          TestRecords.CREATED_AT);
    }
  }
}
