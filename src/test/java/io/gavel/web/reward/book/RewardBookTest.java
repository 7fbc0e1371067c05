package io.gavel.web.reward.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RewardBookTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final Optional<String> NO_OUTAGE = Optional.empty();

  private final RewardBook book = book(false);
  private Instant now = START;

  private static RewardBook book(boolean acceptPartial) {
    return new RewardBook(
        new Limits(3, Duration.ofMinutes(10), Duration.ofSeconds(5), acceptPartial));
  }

  @Test
  void rewardsComeInTheOrderOfTheSamplesHoweverTheyWereMade() {
    RewardBook.Asked asked = ask("a", "b", "a");

    assertThat(asked.publications())
        .extracting(it -> it.sample().prompt())
        .containsExactly("a", "b");
    reward(asked, 1, 0.25);
    assertThat(asked.answer()).isNotDone();
    reward(asked, 0, 0.75);

    assertThat(values(asked)).containsExactly(0.75, 0.25, 0.75);
    assertThat(book.waiting()).isZero();
  }

  @Test
  void whatIsAskedAgainWaitsWithTheFirstAndIsNotPublishedAgain() {
    RewardBook.Asked first = ask("a");
    RewardBook.Asked second = ask("a");

    assertThat(second.publications()).isEmpty();
    reward(first, 0, 0.5);
    assertThat(values(second)).containsExactly(0.5);
    assertThat(values(ask("a"))).containsExactly(0.5);
  }

  @Test
  void aRequestThatWaitedForItsTimeIsToldHowManyAreMissingAndTheNextGoesOnWaiting() {
    RewardBook.Asked first = ask("a", "b");
    reward(first, 0, 0.5);
    tick(WAIT, NO_OUTAGE);

    assertThat(first.answer().join())
        .isInstanceOfSatisfying(
            Answer.NotNow.class,
            it -> assertThat(it.why()).contains("1 of 2 rewards were not there after 60 s"));
    RewardBook.Asked second = ask("a", "b");
    assertThat(second.publications()).isEmpty();
    reward(first, 1, 1.0);
    assertThat(values(second)).containsExactly(0.5, 1.0);
  }

  @Test
  void withoutAJudgeItWaitsForTheTimeOfAnOutageAndNoLonger() {
    RewardBook.Asked asked = ask("a");
    Optional<String> outage = Optional.of("no judge answers now");
    tick(Duration.ofSeconds(1), outage);
    tick(Duration.ofSeconds(4), outage);
    tick(Duration.ofMillis(100), NO_OUTAGE);
    tick(Duration.ofMillis(100), outage);
    tick(Duration.ofMillis(4_900), outage);
    assertThat(asked.answer()).isNotDone();
    tick(Duration.ofMillis(100), outage);

    assertThat(asked.answer().join())
        .isInstanceOfSatisfying(
            Answer.NotNow.class, it -> assertThat(it.why()).contains("no judge answers now"));
    assertThat(ask("a").publications()).isEmpty();
  }

  @Test
  void moreSamplesThanMayWaitAreRefusedAndNonePublished() {
    RewardBook.Asked three = ask("a", "b", "c");
    RewardBook.Asked fourth = ask("c", "d");

    assertThat(fourth.publications()).isEmpty();
    assertThat(fourth.answer().join()).isInstanceOf(Answer.NotNow.class);
    reward(three, 0, 0.5);
    assertThat(ask("c", "d").publications()).hasSize(1);
  }

  @Test
  void aDeadLetterEndsTheWaitingAndARewardAfterItWasSentAgainCounts() {
    RewardBook.Asked asked = ask("a", "b");
    String id = asked.publications().get(1).generationId();
    book.lost(id, loss("r1", 2), now);

    assertThat(asked.answer().join())
        .isInstanceOfSatisfying(
            Answer.Never.class,
            it -> assertThat(it.why()).contains("query[1]", "unreadable_answer: no score", id));
    reward(asked, 0, 0.5);
    reward(asked, 1, 0.25);
    assertThat(values(ask("a", "b"))).containsExactly(0.5, 0.25);
  }

  @Test
  void aPartialRewardIsRefusedUnlessItIsAccepted() {
    Composed partial =
        new Composed(0.5, false, 2, false, List.of(new Composed.Part("clarity", 0.5)));
    RewardBook.Asked asked = ask("a");
    book.rewarded(asked.publications().getFirst().generationId(), partial, now);
    assertThat(asked.answer().join())
        .isInstanceOfSatisfying(
            Answer.Never.class,
            it -> assertThat(it.why()).contains("1 of 2 judgements", "accept_partial"));

    RewardBook lenient = book(true);
    RewardBook.Asked other = lenient.ask(samples("a"), now, WAIT);
    String id = other.publications().getFirst().generationId();
    lenient.lost(id, loss("r1", 2), now);
    assertThat(other.answer()).isNotDone();
    lenient.rewarded(id, partial, now);
    assertThat(values(other)).containsExactly(0.5);
  }

  @Test
  void aSampleThatLostARubricAndGetsNoRewardInTimeIsRefusedWithTheReason() {
    RewardBook lenient = book(true);
    RewardBook.Asked asked = lenient.ask(samples("a"), now, WAIT);
    lenient.lost(
        asked.publications().getFirst().generationId(),
        new Loss("rubric_missing", "there is none", Optional.empty(), 0, false),
        now);
    assertThat(asked.answer()).isNotDone();
    lenient.tick(now.plus(WAIT), NO_OUTAGE);

    assertThat(asked.answer().join())
        .isInstanceOfSatisfying(
            Answer.Never.class, it -> assertThat(it.why()).contains("rubric_missing"));
  }

  @Test
  void whereEveryJudgementIsLostThereIsNoRewardHoweverLenient() {
    RewardBook lenient = book(true);
    RewardBook.Asked asked = lenient.ask(samples("a"), now, WAIT);
    String id = asked.publications().getFirst().generationId();
    lenient.lost(id, loss("r1", 2), now);
    lenient.lost(id, loss("r1", 2), now);
    assertThat(asked.answer()).isNotDone();
    lenient.lost(id, loss("r2", 2), now);

    assertThat(asked.answer().join()).isInstanceOf(Answer.Never.class);
  }

  @Test
  void whatIsForgottenIsPublishedAnewUnderAnotherId() {
    RewardBook.Asked first = ask("a");
    reward(first, 0, 0.5);
    tick(Duration.ofMinutes(11), NO_OUTAGE);
    RewardBook.Asked second = ask("a");

    assertThat(second.publications()).hasSize(1);
    assertThat(second.publications().getFirst().generationId())
        .isNotEqualTo(first.publications().getFirst().generationId());
    assertThat(second.answer()).isNotDone();
  }

  @Test
  void whatCouldNotBePublishedIsPublishedWhenItIsAskedForAgain() {
    RewardBook.Asked asked = ask("a");
    book.unpublished(
        asked.publications().getFirst().generationId(), new Answer.NotNow("no broker", WAIT));

    assertThat(asked.answer().join()).isInstanceOf(Answer.NotNow.class);
    assertThat(book.waiting()).isZero();
    assertThat(ask("a").publications()).hasSize(1);
  }

  @Test
  void whatWasPublishedBeforeARestartIsKnownByItsKey() {
    String published = RewardBook.generationId(samples("a").getFirst(), now.minusSeconds(30));
    String old = RewardBook.generationId(samples("b").getFirst(), now.minusSeconds(3_600));
    Stream.of(published, old, "another-generation").forEach(id -> book.seen(id, now));

    RewardBook.Asked asked = ask("a", "b");

    assertThat(asked.publications()).extracting(it -> it.sample().prompt()).containsExactly("b");
    book.rewarded(published, composed(0.5), now);
    reward(asked, 0, 0.75);
    assertThat(values(asked)).containsExactly(0.5, 0.75);
  }

  @Test
  void whoeverWaitsIsAnsweredWhenTheWorkerStops() {
    RewardBook.Asked asked = ask("a");
    book.close();

    assertThat(asked.answer().join()).isInstanceOf(Answer.NotNow.class);
  }

  @Test
  void theSameSampleOfAnotherApplicationIsAnother() {
    Sample one = new Sample("math", "policy", "ask", "response", Optional.empty());
    Sample other = new Sample("style", "policy", "ask", "response", Optional.empty());

    RewardBook.Asked first = book.ask(List.of(one), now, WAIT);
    RewardBook.Asked second = book.ask(List.of(other), now, WAIT);
    reward(first, 0, 0.5);

    assertThat(second.publications()).hasSize(1);
    assertThat(second.answer()).isNotDone();
  }

  private RewardBook.Asked ask(String... prompts) {
    return book.ask(samples(prompts), now, WAIT);
  }

  private static List<Sample> samples(String... prompts) {
    return Stream.of(prompts)
        .map(prompt -> new Sample("rlhf", "policy", prompt, "response", Optional.empty()))
        .toList();
  }

  private void reward(RewardBook.Asked asked, int publication, double value) {
    book.rewarded(asked.publications().get(publication).generationId(), composed(value), now);
  }

  private static Composed composed(double value) {
    return new Composed(value, true, 1, false, List.of(new Composed.Part("clarity", value)));
  }

  private static Loss loss(String requestId, int requests) {
    return new Loss("unreadable_answer", "no score", Optional.of(requestId), requests, false);
  }

  private void tick(Duration later, Optional<String> outage) {
    now = now.plus(later);
    book.tick(now, outage);
  }

  private static List<Double> values(RewardBook.Asked asked) {
    assertThat(asked.answer()).isDone();
    assertThat(asked.answer().join()).isInstanceOf(Answer.Rewards.class);
    return ((Answer.Rewards) asked.answer().join())
        .rewards().stream().map(Composed::value).toList();
  }
}
