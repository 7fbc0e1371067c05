package io.gavel.monitor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestRecords;
import io.gavel.deadletter.Reason;
import io.gavel.monitor.Outcomes;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObservingTest {
  private static final Instant AT = TestRecords.CREATED_AT;

  @Test
  void aScoreKeepsItsDecimalsAndTheChosenTagsAlone() {
    Observation observation =
        counted(
            Observing.of(
                Outcomes.score(4, AT)
                    .setMeanScore(4.25)
                    .setTags(Map.of("channel", "web", "user", "u1"))
                    .build(),
                List.of("channel", "language")));

    assertThat(observation.getTags()).isEqualTo(Map.of("channel", "web"));
    assertThat(observation.getScore().orElseThrow().getLevel()).isEqualTo(4);
    assertThat(observation.getScore().orElseThrow().getValue()).isEqualTo(4.25);
    assertThat(observation.getEffort().orElseThrow().getCompletionTokens()).contains(20);
    assertThat(Series.of(observation).key()).isEqualTo(Outcomes.KEY + "?channel=web");
  }

  @Test
  void aVerdictOnAPairHasNoScore() {
    Observation observation = counted(Observing.of(Outcomes.verdict(AT).build(), List.of()));

    assertThat(observation.getScore()).isEmpty();
    assertThat(observation.getReason()).isEmpty();
  }

  static Stream<Feedback> impossible() {
    return Stream.of(
        Outcomes.score(6, AT).build(),
        Outcomes.score(3, AT).setMeanScore(Double.NaN).build(),
        Outcomes.score(3, AT).setExpectedScore(5.5).build(),
        Outcomes.score(3, AT).setScore(null).build(),
        Outcomes.score(3, AT).setScaleMinimum(5).build(),
        Outcomes.score(3, AT).setScaleMaximum(Integer.MAX_VALUE).build(),
        Outcomes.score(3, AT).setInclusionProbability(0).build(),
        Outcomes.score(3, AT).setInclusionProbability(1.5).build(),
        Outcomes.score(3, AT).setInclusionProbability(1e-200).build(),
        Outcomes.score(3, AT).setInclusionProbability(Double.NaN).build(),
        Outcomes.score(3, Instant.EPOCH.minusMillis(1)).build());
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void whatCannotBeIsNotCounted(Feedback feedback) {
    assertThat(Observing.of(feedback, List.of())).isInstanceOf(Observed.Invalid.class);
  }

  @Test
  void aDeadLetterIsOfTheTimeTagsAndProbabilityOfItsRequest() {
    JudgeRequest request =
        TestRecords.judgeRequest("g")
            .setGeneration(TestRecords.generation("g").setTags(Map.of("channel", "web")).build())
            .setInclusionProbability(0.25)
            .build();
    Observation observation =
        counted(
            Observing.of(
                Outcomes.letter(Reason.UNREADABLE_ANSWER, AT.plus(Duration.ofHours(1))).build(),
                Optional.of(request),
                List.of("channel")));

    assertThat(observation.getGeneratedAt()).isEqualTo(AT);
    assertThat(observation.getTags()).isEqualTo(Map.of("channel", "web"));
    assertThat(observation.getInclusionProbability()).isEqualTo(0.25);
    assertThat(observation.getReason()).contains("unreadable_answer");
  }

  @Test
  void aDeadLetterWithoutItsRequestIsOfTheTimeOfItsRecord() {
    Observation observation =
        counted(
            Observing.of(
                Outcomes.letter(Reason.OUTCOME_TOO_LARGE, AT).setReason("new_one").build(),
                Optional.empty(),
                List.of("channel")));

    assertThat(observation.getGeneratedAt()).isEqualTo(AT);
    assertThat(observation.getInclusionProbability()).isEqualTo(1);
    assertThat(observation.getReason()).contains("other");
  }

  @Test
  void deadLettersOfOtherStagesAndOfNobodyAreForeign() {
    assertThat(
            Observing.of(
                Outcomes.letter(Reason.RUBRIC_MISSING, AT).setStage("enrich").build(),
                Optional.empty(),
                List.of()))
        .isInstanceOf(Observed.Foreign.class);
    assertThat(
            Observing.of(
                Outcomes.letter(Reason.UNREADABLE_RECORD, AT).setModel(null).build(),
                Optional.empty(),
                List.of()))
        .isInstanceOf(Observed.Foreign.class);
  }

  @Test
  void noTwoSeriesHaveTheSameKey() {
    Stream<Series> series =
        Stream.of(
            new Series("a/b", "c", "d", new TreeMap<>()),
            new Series("a", "b/c", "d", new TreeMap<>()),
            new Series("a", "b", "c?d=e", new TreeMap<>()),
            new Series("a", "b", "c", new TreeMap<>(Map.of("d", "e"))),
            new Series("a", "b", "c", new TreeMap<>(Map.of("d", "e&f=g"))),
            new Series("a", "b", "c", new TreeMap<>(Map.of("d", "e", "f", "g"))));
    assertThat(series.map(Series::key)).doesNotHaveDuplicates().noneMatch(it -> it.contains("@"));
  }

  @Test
  void windowsBeginAtMultiplesOfTheirSize() {
    assertThat(ScoreWindows.start(AT.plusSeconds(59), Duration.ofMinutes(1))).isEqualTo(AT);
    assertThat(ScoreWindows.start(AT.plusSeconds(60), Duration.ofMinutes(1)))
        .isEqualTo(AT.plusSeconds(60));
  }

  private static Observation counted(Observed observed) {
    assertThat(observed).isInstanceOf(Observed.Counted.class);
    return ((Observed.Counted) observed).observation();
  }
}
