package io.gavel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.schema.JudgeRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void aGenerationIsSettledWhenAllItsRequestsWereSeen() {
    tally.sent(DemoRecords.generation("g"));
    assertThat(tally.counts().unsettled()).isOne();

    tally.requested(DemoRecords.request("a", "g", 2));
    assertThat(tally.counts().unsettled()).isOne();

    tally.requested(DemoRecords.request("b", "g", 2));
    assertThat(tally.counts().unsettled()).isZero();
    assertThat(tally.counts().open()).isEqualTo(2);
  }

  @Test
  void aRequestOfAPairSettlesItsGeneration() {
    tally.sent(DemoRecords.generation("g"));
    JudgeRequest request = DemoRecords.request("a", "g", 0);
    tally.requested(
        JudgeRequest.newBuilder(request).setComparedTo(request.getGeneration()).build());

    assertThat(tally.counts().unsettled()).isZero();
    assertThat(tally.counts().open()).isOne();
  }

  @Test
  void aGroupIsOpenUntilItsPairsAreThereAndAPairUntilItsPreferenceIs() {
    tally.sent(DemoRecords.candidate("g"));
    tally.sent(DemoRecords.candidate("h"));
    assertThat(tally.counts().openPairs()).isOne();

    tally.requested(DemoRecords.pair("a", "g", "h"));
    tally.requested(DemoRecords.pair("b", "h", "g"));
    assertThat(tally.counts().openPairs()).isOne();

    tally.preferred(DemoRecords.preference("h", "g", false));
    assertThat(tally.counts().openPairs()).isZero();
    assertThat(tally.counts().preferences()).isOne();
    Preferences preferences =
        Objects.requireNonNull(
            tally.preferences().get(new Match("clarity", "heron-8b", "wren-3b")));
    assertThat(List.of(preferences.won("heron-8b"), preferences.ties())).containsExactly(1, 0);
  }

  @Test
  void aPairThatIsDeadInOneOrderIsNotWaitedFor() {
    tally.requested(DemoRecords.pair("a", "g", "h"));
    tally.requested(DemoRecords.pair("b", "h", "g"));
    tally.died(DemoRecords.deadLetter("b", "h"));

    assertThat(tally.counts().openPairs()).isZero();
    assertThat(tally.counts().preferences()).isZero();
  }

  @Test
  void aSecondPreferenceOfTheSamePairIsADuplicate() {
    tally.preferred(DemoRecords.preference("g", "h", false));
    tally.preferred(DemoRecords.preference("h", "g", true));

    assertThat(tally.counts().duplicates()).isOne();
    assertThat(tally.counts().preferences()).isOne();
  }

  @Test
  void aRequestSeenTwiceCountsOnce() {
    tally.sent(DemoRecords.generation("g"));
    tally.requested(DemoRecords.request("a", "g", 2));
    tally.requested(DemoRecords.request("a", "g", 2));

    assertThat(tally.counts().judgeRequests()).isOne();
    assertThat(tally.counts().unsettled()).isOne();
  }

  @Test
  void feedbackAndDeadLettersTogetherBalanceTheRequests() {
    tally.requested(DemoRecords.request("a", "g", 2));
    tally.requested(DemoRecords.request("b", "g", 2));
    tally.judged(DemoRecords.feedback("a", 4).build());
    assertThat(tally.counts().balanced()).isFalse();

    tally.died(DemoRecords.deadLetter("b", "g"));
    assertThat(tally.counts().balanced()).isTrue();
    assertThat(tally.counts().open()).isZero();
  }

  @Test
  void aSecondOutcomeOfTheSameRequestIsADuplicateAndUnbalances() {
    tally.requested(DemoRecords.request("a", "g", 1));
    tally.judged(DemoRecords.feedback("a", 4).build());
    tally.died(DemoRecords.deadLetter("a", "g"));
    tally.judged(DemoRecords.feedback("a", 4).build());

    assertThat(tally.counts().duplicates()).isEqualTo(2);
    assertThat(tally.counts().feedback()).isOne();
    assertThat(tally.counts().balanced()).isFalse();
  }

  @Test
  void aDeadLetterWithoutARequestSettlesItsGenerationAndIsCountedApart() {
    tally.sent(DemoRecords.generation("g"));
    tally.died(DemoRecords.deadLetter(null, "g"));

    assertThat(tally.counts().unsettled()).isZero();
    assertThat(tally.counts().deadGenerations()).isOne();
    assertThat(tally.counts().deadLetters()).isZero();
    assertThat(tally.counts().balanced()).isTrue();
  }

  @Test
  void aRequestSentAgainHasOneOutcomeInWhateverOrderItIsSeen() {
    List<Consumer<Tally>> seen =
        List.of(
            it -> it.requested(DemoRecords.request("a", "g", 1)),
            it -> it.died(DemoRecords.deadLetter("a", "g")),
            it -> it.retried(DemoRecords.retry("d")),
            it -> it.judged(DemoRecords.feedback("a", 4).build()));
    for (int first = 0; first < seen.size(); first++) {
      for (int second = 0; second < seen.size(); second++) {
        List<Consumer<Tally>> order = new ArrayList<>(seen);
        Collections.rotate(order, first);
        Collections.swap(order, 0, second);
        Tally other = new Tally();
        order.forEach(event -> event.accept(other));

        assertThat(other.counts()).isEqualTo(new Tally.Counts(0, 0, 1, 1, 0, 0, 0, 0, 0));
        assertThat(other.deadLetters()).isEmpty();
        assertThat(other.scores()).hasSize(1);
      }
    }
  }

  @Test
  void aRequestSentAgainIsOpenUntilItsNextOutcome() {
    tally.requested(DemoRecords.request("a", "g", 1));
    tally.died(DemoRecords.deadLetter("a", "g"));
    tally.retried(DemoRecords.retry("d"));

    assertThat(tally.counts().open()).isOne();
    assertThat(tally.counts().balanced()).isFalse();
  }

  @Test
  void aGenerationSentAgainIsDeadNoMore() {
    tally.sent(DemoRecords.generation("g"));
    tally.died(DemoRecords.deadLetter(null, "g"));
    tally.retried(DemoRecords.retry("d"));
    tally.retried(DemoRecords.retry("d"));

    assertThat(tally.counts().deadGenerations()).isZero();
    assertThat(tally.counts().unsettled()).isZero();
  }

  @Test
  void aSampledScoreWeighsAsManyAsItStandsFor() {
    tally.judged(DemoRecords.feedback("a", 5).build());
    tally.judged(DemoRecords.feedback("b", 1).setInclusionProbability(0.25).build());

    SeriesScores scores = onlySeries();
    assertThat(scores.count()).isEqualTo(2);
    assertThat(scores.mean()).isCloseTo((5 + 4 * 1) / 5.0, within(1e-12));
    assertThat(scores.histogram()).containsExactly(1L, 0L, 0L, 0L, 1L);
  }

  @Test
  void theTrendShowsEachStepAndLeavesGapsEmpty() {
    Instant noon = DemoRecords.NOON;
    tally.judged(DemoRecords.feedback("a", 5).setGeneratedAt(noon).build());
    tally.judged(DemoRecords.feedback("b", 2).setGeneratedAt(noon.plusSeconds(31)).build());

    SeriesScores scores = onlySeries();
    assertThat(scores.trend(noon.plusSeconds(40), 4))
        .isEqualTo(Arrays.asList(null, 5.0, null, 2.0));
    assertThat(scores.meanSince(noon.plusSeconds(30))).isEqualTo(2.0);
    assertThat(scores.meanSince(noon.plusSeconds(90))).isNull();
  }

  private SeriesScores onlySeries() {
    Map<Series, SeriesScores> scores = tally.scores();
    assertThat(scores).containsOnlyKeys(new Series("support", "heron-8b"));
    return scores.values().iterator().next();
  }
}
