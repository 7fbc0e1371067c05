package io.gavel.engine.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestRecords;
import io.gavel.deadletter.Reason;
import io.gavel.judge.Verdict;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class OutcomeAssemblerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final OutcomeAssembler assembler = new OutcomeAssembler(InstantSource.fixed(NOW));
  private final ConsumerRecord<byte[], byte[]> source =
      new ConsumerRecord<>("gavel.judge-requests", 3, 42, bytes("g1"), bytes("the record"));
  private final Decoded.Intact<JudgeRequest> request =
      new Decoded.Intact<>(
          source,
          TestRecords.judgeRequest("g1").setInclusionProbability(0.25).setWeight(2).build());

  @Test
  void aScoreBecomesFeedbackThatCarriesItsRequestsContext() {
    Feedback feedback = feedback(scored());

    assertThat(feedback.getRequestId()).isEqualTo("request-of-g1");
    assertThat(feedback.getGenerationId()).isEqualTo("g1");
    assertThat(feedback.getApplication()).isEqualTo("support-assistant");
    assertThat(feedback.getModel()).isEqualTo("heron-8b");
    assertThat(feedback.getGeneratedAt()).isEqualTo(TestRecords.CREATED_AT);
    assertThat(feedback.getRubricId()).isEqualTo("resolution");
    assertThat(feedback.getScore()).hasValue(4);
    assertThat(feedback.getScaleMinimum()).isEqualTo(1);
    assertThat(feedback.getScaleMaximum()).isEqualTo(5);
    assertThat(feedback.getFeedback()).isEqualTo("Good.");
    assertThat(feedback.getFlags()).containsExactly("injection_suspected");
    assertThat(feedback.getInclusionProbability()).isEqualTo(0.25);
    assertThat(feedback.getWeight()).isEqualTo(2);
  }

  @Test
  void aRequestWithoutAScoreBecomesADeadLetterWithTheRecordWhole() {
    DeadLetter letter =
        deadLetter(
            assembler.judged(
                request,
                new Verdict.Unjudged(
                    Reason.UNREADABLE_ANSWER, "no result marker", 2, "I cannot say.", true)));

    assertThat(letter.getStage()).isEqualTo("judge");
    assertThat(letter.getReason()).isEqualTo("unreadable_answer");
    assertThat(letter.getDetail()).isEqualTo("no result marker");
    assertThat(letter.getRequestId()).hasValue("request-of-g1");
    assertThat(letter.getGenerationId()).hasValue("g1");
    assertThat(letter.getRubricId()).hasValue("resolution");
    assertThat(letter.getAttempts()).isEqualTo(2);
    assertThat(letter.getRawAnswer()).hasValue("I cannot say.");
    assertThat(letter.getStandIn()).isTrue();
    assertThat(letter.getSourceTopic()).isEqualTo("gavel.judge-requests");
    assertThat(letter.getSourcePartition()).isEqualTo(3);
    assertThat(letter.getSourceOffset()).isEqualTo(42);
    assertThat(letter.getSourceValue()).hasValue(ByteBuffer.wrap(bytes("the record")));
    assertThat(letter.getFailedAt()).isEqualTo(NOW);
  }

  @Test
  void aPoisonRecordBecomesADeadLetterThatNamesNoRequest() {
    DeadLetter letter =
        deadLetter(assembler.poison(new Decoded.Poison<>(source, "magic byte 7, not 0")));

    assertThat(letter.getReason()).isEqualTo("unreadable_record");
    assertThat(letter.getDetail()).isEqualTo("magic byte 7, not 0");
    assertThat(letter.getRequestId()).isEmpty();
    assertThat(letter.getSourceValue()).hasValue(ByteBuffer.wrap(bytes("the record")));
  }

  @Test
  void feedbackThatIsTooLargeBecomesADeadLetter() {
    DeadLetter letter = deadLetter(assembler.tooLarge(request, scored()));

    assertThat(letter.getReason()).isEqualTo("outcome_too_large");
    assertThat(letter.getSourceValue()).isPresent();
  }

  @Test
  void aDeadLetterThatIsTooLargeLosesTheBytesAndSaysWhereTheyAre() {
    Outcome first = assembler.tooLarge(request, scored());

    DeadLetter letter = deadLetter(assembler.tooLarge(request, first));

    assertThat(letter.getSourceValue()).isEmpty();
    assertThat(letter.getDetail())
        .endsWith("only at its source: topic gavel.judge-requests, partition 3, offset 42");
  }

  @Test
  void aDefectOfTheJudgeIsADeadLetterAndNotAScore() {
    DeadLetter letter =
        deadLetter(assembler.defect(request, new IllegalStateException("never seen by anybody")));

    assertThat(letter.getReason()).isEqualTo("internal_error");
    assertThat(letter.getDetail()).contains("IllegalStateException").doesNotContain("never seen");
  }

  private Outcome scored() {
    return assembler.judged(
        request,
        Verdict.Scored.plain(4, "Good.", List.of("injection_suspected"), TestRecords.judgement(4)));
  }

  private static Feedback feedback(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Scored.class);
    return ((Outcome.Scored) outcome).feedback();
  }

  private static DeadLetter deadLetter(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Dead.class);
    return ((Outcome.Dead) outcome).deadLetter();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
