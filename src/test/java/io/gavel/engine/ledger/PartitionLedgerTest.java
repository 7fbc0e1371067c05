package io.gavel.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionLedgerTest {
  private static final int ROOM = 4096;

  private PartitionLedger<String> ledger = new PartitionLedger<>(CompletedOffsets.below(5), ROOM);

  @Test
  void nothingIsPublishableBeforeARequestIsFinished() {
    begin(5, 6);

    assertThat(ledger.publishable(10)).isEmpty();
    assertThat(ledger.watermark()).isEqualTo(5);
  }

  @Test
  void whatIsFinishedIsPublishableInAnyOrder() {
    begin(5, 6, 7, 8);
    ledger.finish(6, "six");
    ledger.finish(8, "eight");

    Publishable<String> publishable = ledger.publishable(10).orElseThrow();

    assertThat(publishable.outcomes()).containsExactly("six", "eight");
    assertThat(publishable.completed()).isEqualTo(completed(5, range(6, 7), range(8, 9)));
  }

  @Test
  void whatIsPublishedIsNotPublishableAgain() {
    begin(5, 6, 7);
    finish(6);
    publish();

    assertThat(ledger.publishable(10)).isEmpty();
    assertThat(ledger.size()).isEqualTo(2);
  }

  @Test
  void theWatermarkPassesOverWhatWasPublishedBeyondIt() {
    begin(5, 6, 7);
    finish(6);
    publish();
    finish(5);

    assertThat(publish().completed()).isEqualTo(CompletedOffsets.below(7));
    assertThat(ledger.watermark()).isEqualTo(7);
  }

  @Test
  void aHoleBelowTheWatermarkHoldsNothingBackAndOneBeyondItIsNotCompleted() {
    begin(5, 40, 60);
    finish(5);
    finish(60);

    assertThat(publish().completed()).isEqualTo(completed(40, range(60, 61)));

    finish(40);

    assertThat(publish().completed()).isEqualTo(CompletedOffsets.below(61));
  }

  @Test
  void controlRecordsAtTheEndAreCommittedToo() {
    begin(5);
    ledger.advance(9);
    finish(5);

    assertThat(publish().completed()).isEqualTo(CompletedOffsets.below(9));
  }

  @Test
  void theNextOwnerSkipsWhatIsCompletedAndReceivesTheRest() {
    begin(5, 6, 7, 8);
    finish(6);
    finish(8);

    PartitionLedger<String> next = new PartitionLedger<>(publish().completed(), ROOM);

    assertThat(LongStream.range(5, 10).filter(next::receive)).containsExactly(5L, 7L, 9L);
  }

  @Test
  void whatTheLastOwnerCompletedStaysInTheMapBeforeItIsReceived() {
    ledger = new PartitionLedger<>(completed(5, range(7, 9)), ROOM);
    begin(5, 6);
    finish(6);

    assertThat(publish().completed()).isEqualTo(completed(5, range(6, 9)));

    finish(5);

    assertThat(publish().completed()).isEqualTo(CompletedOffsets.below(9));
    assertThat(ledger.receive(8)).isFalse();
    assertThat(ledger.receive(9)).isTrue();
  }

  @Test
  void theLimitBoundsWhatIsPublishedTogetherAndTheLowestGoFirst() {
    begin(5, 6, 7);
    finish(7);
    finish(5);

    assertThat(ledger.publishable(1).orElseThrow().outcomes()).containsExactly("5");
  }

  @Test
  void aRequestFinishedAnewHasTheNewOutcome() {
    begin(5);
    ledger.finish(5, "too large");
    ledger.finish(5, "smaller");

    assertThat(publish().outcomes()).containsExactly("smaller");
    assertThat(ledger.finished()).isZero();
  }

  @Test
  void aRequestThatIsPublishedIsNotFinishedAgain() {
    begin(5, 6);
    finish(6);
    publish();

    assertThat(ledger.finish(6, "again")).isFalse();
    assertThat(ledger.publishable(10)).isEmpty();
  }

  @Test
  void whatFinishesDuringATransactionIsPublishedByTheNext() {
    begin(5, 6, 7);
    finish(6);
    Publishable<String> underWay = ledger.publishable(10).orElseThrow();
    finish(5);
    begin(8);

    ledger.published(underWay);

    assertThat(publish().outcomes()).containsExactly("5");
  }

  @Test
  void aTransactionOfUnknownFateIsSettledByWhatIsCommitted() {
    begin(5, 6, 7);
    finish(6);
    finish(7);
    CompletedOffsets unknown = ledger.publishable(1).orElseThrow().completed();

    assertThat(ledger.settle(unknown)).containsExactly("6");
    assertThat(publish().outcomes()).containsExactly("7");
  }

  @Test
  void aTransactionThatTurnsOutNotCommittedIsPublishedAgain() {
    begin(5, 6);
    finish(6);
    ledger.publishable(10);

    assertThat(ledger.settle(CompletedOffsets.below(5))).isEmpty();
    assertThat(publish().outcomes()).containsExactly("6");
  }

  @Test
  void aPartitionThatBeginsAnewIsNotTakenForPublished() {
    begin(5, 6);
    finish(5);
    finish(6);
    publish();

    assertThatThrownBy(() -> ledger.receive(0)).hasMessageContaining("truncated, or made anew");
  }

  @Test
  void anOffsetIsReceivedAndBegunOnce() {
    begin(5);

    assertThatThrownBy(() -> ledger.receive(5)).hasMessageContaining("offset 5 was received after");
    assertThatThrownBy(() -> ledger.begin(5)).hasMessageContaining("offset 5 does not wait");
    assertThatThrownBy(() -> ledger.finish(9, "nine")).hasMessageContaining("offset 9 is not in");
  }

  @Test
  void aboveThreeQuartersOfTheRoomOnlyWhatMakesTheMapNoLongerIsBegun() {
    ledger = new PartitionLedger<>(CompletedOffsets.below(0), 256);
    long[] scattered = scattered(1_150);
    LongStream.range(0, 2_000).forEach(ledger::receive);
    for (long offset : scattered) {
      ledger.begin(offset);
      finish(offset);
    }
    publish();
    ledger.receive(2_000);

    assertThat(ledger.mapLength()).isBetween(192, 256);
    assertThat(ledger.mayBegin(2_000)).as("beyond the map").isFalse();
    assertThat(ledger.mayBegin(scattered[0] - 1)).as("within the map").isTrue();
    assertThat(ledger.mayBegin(0)).as("the watermark's").isTrue();
  }

  @Test
  void aMapWithoutRoomMakesOutcomesWaitAndIsNeverCut() {
    ledger = new PartitionLedger<>(CompletedOffsets.below(0), 256);
    LongStream.range(0, 8_000).forEach(ledger::receive);
    ledger.begin(0);
    long[] scattered = scattered(4_000);
    for (long offset : scattered) {
      ledger.begin(offset);
      finish(offset);
    }

    Publishable<String> first = publish();
    assertThat(first.map()).hasSizeBetween(100, 256);
    assertThat(first.outcomes()).hasSizeLessThan(scattered.length);
    assertThat(first.offsets()).as("the lowest").contains(scattered[0]);

    finish(0);
    long published = first.outcomes().size();
    for (Optional<Publishable<String>> more = ledger.publishable(500);
        more.isPresent();
        more = ledger.publishable(500)) {
      assertThat(more.get().map()).hasSizeLessThanOrEqualTo(256);
      published += more.get().outcomes().size();
      ledger.published(more.get());
    }
    assertThat(published + ledger.finished()).isEqualTo(scattered.length + 1L);
  }

  @Test
  void theLagIsWhatTheWatermarkIsBehind() {
    begin(5, 6, 9);
    finish(9);
    publish();

    assertThat(ledger.watermarkLag()).isEqualTo(5);
    finish(5);
    finish(6);
    publish();
    assertThat(ledger.watermarkLag()).isZero();
  }

  /// About a third of the offsets from 1 on, without a pattern that could be compressed.
  private static long[] scattered(int below) {
    Random random = new Random(below);
    return LongStream.range(1, below).filter(offset -> random.nextInt(3) == 0).toArray();
  }

  private void begin(long... offsets) {
    for (long offset : offsets) {
      assertThat(ledger.receive(offset)).isTrue();
      ledger.begin(offset);
    }
  }

  private void finish(long offset) {
    ledger.finish(offset, Long.toString(offset));
  }

  private Publishable<String> publish() {
    Publishable<String> publishable = ledger.publishable(Integer.MAX_VALUE).orElseThrow();
    ledger.published(publishable);
    return publishable;
  }

  private static CompletedOffsets completed(long watermark, OffsetRange... beyond) {
    return new CompletedOffsets(watermark, List.of(beyond));
  }

  private static OffsetRange range(long from, long to) {
    return new OffsetRange(from, to);
  }
}
