package io.gavel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionLedgerTest {
  private final PartitionLedger<String> ledger = new PartitionLedger<>();

  @Test
  void nothingIsPublishableBeforeTheFirstRequestIsFinished() {
    ledger.receive(5);
    ledger.receive(6);
    ledger.finish(6, "six");

    assertThat(ledger.publishable(10)).isEmpty();
  }

  @Test
  void everythingBeforeTheFirstRequestUnderWayIsPublishable() {
    for (long offset = 5; offset < 9; offset++) {
      ledger.receive(offset);
    }
    ledger.finish(6, "six");
    ledger.finish(5, "five");
    ledger.finish(8, "eight");

    assertThat(ledger.publishable(10))
        .hasValue(new PartitionLedger.Publishable<>(List.of("five", "six"), 7));
  }

  @Test
  void aHoleInTheOffsetsHoldsNothingBack() {
    ledger.receive(1);
    ledger.receive(40);
    ledger.finish(1, "one");
    ledger.finish(40, "forty");

    assertThat(ledger.publishable(10))
        .hasValue(new PartitionLedger.Publishable<>(List.of("one", "forty"), 41));
  }

  @Test
  void theLimitBoundsWhatIsPublishedTogether() {
    ledger.receive(1);
    ledger.receive(2);
    ledger.finish(1, "one");
    ledger.finish(2, "two");

    assertThat(ledger.publishable(1))
        .hasValue(new PartitionLedger.Publishable<>(List.of("one"), 2));
  }

  @Test
  void whatIsPublishedLeavesTheLedger() {
    ledger.receive(1);
    ledger.receive(2);
    ledger.finish(1, "one");

    assertThat(ledger.published(2)).containsExactly("one");

    assertThat(ledger.size()).isEqualTo(1);
  }

  @Test
  void whatAnotherOwnerPublishedMayFinishLate() {
    ledger.receive(1);
    ledger.receive(2);

    assertThat(ledger.published(2)).isEmpty();
    ledger.finish(1, "late");

    assertThat(ledger.publishable(10)).isEmpty();
    assertThat(ledger.size()).isEqualTo(1);
  }

  @Test
  void anOutcomeCanBeReplacedUntilItIsPublished() {
    ledger.receive(1);
    ledger.finish(1, "large");
    ledger.finish(1, "small");

    assertThat(ledger.publishable(10).orElseThrow().outcomes()).containsExactly("small");
  }

  @Test
  void anOffsetThatGoesBackIsRefused() {
    ledger.receive(7);

    assertThatThrownBy(() -> ledger.receive(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offset 7 was received after 7");
  }

  @Test
  void anOffsetThatWasNeverReceivedCannotBeFinished() {
    assertThatThrownBy(() -> ledger.finish(3, "three"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offset 3 is not in the ledger");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyOutcomeIsPublishedOnceAndInOrderWhateverOrderTheyFinishIn(long seed) {
    Random random = new Random(seed);
    List<Long> offsets = new ArrayList<>();
    for (long offset = random.nextInt(100); offsets.size() < 500; offset += 1 + random.nextInt(3)) {
      offsets.add(offset);
    }
    List<Long> underWay = new ArrayList<>();
    List<String> published = new ArrayList<>();
    int received = 0;
    while (published.size() < offsets.size()) {
      switch (random.nextInt(3)) {
        case 0 -> {
          if (received < offsets.size()) {
            ledger.receive(offsets.get(received));
            underWay.add(offsets.get(received++));
          }
        }
        case 1 -> {
          if (!underWay.isEmpty()) {
            Collections.swap(underWay, random.nextInt(underWay.size()), underWay.size() - 1);
            long offset = underWay.removeLast();
            ledger.finish(offset, "outcome of " + offset);
          }
        }
        default ->
            ledger
                .publishable(1 + random.nextInt(50))
                .ifPresent(publishable -> {
                  published.addAll(publishable.outcomes());
                  ledger.published(publishable.nextOffset());
                });
      }
    }

    assertThat(published)
        .isEqualTo(offsets.stream().map(offset -> "outcome of " + offset).toList());
    assertThat(ledger.size()).isZero();
  }
}
