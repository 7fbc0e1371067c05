package io.gavel.monitor.alertmanager;

import static io.gavel.monitor.alertmanager.Alerts.RAISED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
  private static final Duration REPEAT = Duration.ofMinutes(1);

  private final AlertBook book = new AlertBook(new AlertLabels("warning"), 2);
  private final Delivery delivery = new Delivery(REPEAT, new Random(1));

  private void hear(String model, AlertState state, Instant at) {
    book.hear(Alerts.of(model, state, 3.1), at);
  }

  private void tell(Instant now) {
    delivery.accepted(delivery.due(book, now), now);
  }

  @Test
  void anOpenAlertIsToldAtOnceAndAgainAfterEachRepeat() {
    hear("a", AlertState.RAISED, RAISED);
    assertThat(delivery.due(book, RAISED)).hasSize(1);

    tell(RAISED);

    assertThat(delivery.due(book, RAISED.plusSeconds(59))).isEmpty();
    assertThat(delivery.due(book, RAISED.plusSeconds(60))).hasSize(1);
  }

  @Test
  void aChangeIsToldWithoutWaitingForTheRepeat() {
    hear("a", AlertState.RAISED, RAISED);
    tell(RAISED);

    hear("a", AlertState.UPDATED, RAISED.plusSeconds(5));

    assertThat(delivery.due(book, RAISED.plusSeconds(5))).hasSize(1);
  }

  @Test
  void aClearedAlertIsToldUntilItWasTakenAndThenNoMore() {
    hear("a", AlertState.RAISED, RAISED);
    tell(RAISED);
    Instant hoursLater = RAISED.plusSeconds(7_200);
    hear("a", AlertState.CLEARED, RAISED.plusSeconds(30));
    delivery.failed(hoursLater);

    Instant afterThePause = hoursLater.plus(REPEAT);
    assertThat(delivery.due(book, afterThePause)).hasSize(1);
    tell(afterThePause);

    assertThat(delivery.due(book, afterThePause.plusSeconds(3_600))).isEmpty();
  }

  @Test
  void anAlertThatWasClearedLongBeforeTheStartIsNotToldAtAll() {
    hear("a", AlertState.RAISED, RAISED);
    hear("a", AlertState.CLEARED, RAISED.plusSeconds(30));

    assertThat(delivery.due(book, RAISED.plusSeconds(40))).hasSize(1);
    assertThat(
            delivery.due(book, RAISED.plusSeconds(30).plus(REPEAT.multipliedBy(4)).plusMillis(1)))
        .isEmpty();
  }

  @Test
  void anAlertThatIsRaisedAnewTakesThePlaceOfItsClearing() {
    hear("a", AlertState.RAISED, RAISED);
    tell(RAISED);
    hear("a", AlertState.CLEARED, RAISED.plusSeconds(30));
    hear("a", AlertState.RAISED, RAISED.plusSeconds(60));

    assertThat(delivery.due(book, RAISED.plusSeconds(60)).values())
        .singleElement()
        .matches(KnownAlert::isOpen);
  }

  @Test
  void pausesGrowWithFailuresAndAreNeverLongerThanTheRepeat() {
    hear("a", AlertState.RAISED, RAISED);
    Instant now = RAISED;
    boolean[] first = new boolean[200];
    for (int i = 0; i < 200; i++) {
      first[i] = delivery.failed(now);
      assertThat(delivery.due(book, now)).isEmpty();
      Duration longest = Duration.ofMillis(Math.min(REPEAT.toMillis(), 1_000L << Math.min(i, 20)));
      now = now.plus(longest).plusMillis(1);
      assertThat(delivery.due(book, now)).as("after %d failures", i + 1).hasSize(1);
    }
    assertThat(first[0]).isTrue();
    assertThat(first[1]).isFalse();
  }

  @Test
  void afterItWasTakenTheNextFailureIsTheFirstAgain() {
    hear("a", AlertState.RAISED, RAISED);
    delivery.failed(RAISED);
    assertThat(delivery.isFailing()).isTrue();

    tell(RAISED.plusSeconds(2));

    assertThat(delivery.isFailing()).isFalse();
    assertThat(delivery.failed(RAISED.plusSeconds(3))).isTrue();
  }

  @Test
  void aFullBookLeavesOutWhatIsNewAndGoesOnWithWhatItKnows() {
    hear("a", AlertState.RAISED, RAISED);
    hear("b", AlertState.RAISED, RAISED);

    assertThat(book.hear(Alerts.of("c", AlertState.RAISED, 2), RAISED)).isFalse();
    assertThat(book.hear(Alerts.of("a", AlertState.CLEARED, 2), RAISED)).isTrue();
    assertThat(book.open()).isEqualTo(1);

    book.forgetCleared(labels -> true);

    assertThat(book.hear(Alerts.of("c", AlertState.RAISED, 2), RAISED)).isTrue();
  }

  @Test
  void labelsSayWhatItIsAboutAndNoValues() {
    assertThat(new AlertLabels("page").of(Alerts.of("a", AlertState.RAISED, 3.1)))
        .isEqualTo(new AlertLabels("page").of(Alerts.of("a", AlertState.UPDATED, 1.0)))
        .isEqualTo(
            Map.of(
                "alertname", "GavelDrift",
                "application", "chat",
                "model", "a",
                "rubric", "helpfulness",
                "severity", "page",
                "tags", "channel=web,language=en"));
  }

  @Test
  void anAlertThatIsRenamedIsTheSameAndIsClearedWhole() {
    Alert raised =
        Alert.newBuilder(Alerts.of("a", AlertState.RAISED, 3.1)).setMoved("distribution").build();
    book.hear(raised, RAISED);
    hear("a", AlertState.UPDATED, RAISED.plusSeconds(60));
    assertThat(book.open()).isEqualTo(1);

    hear("a", AlertState.CLEARED, RAISED.plusSeconds(120));
    assertThat(book.open()).isZero();
  }

  @Test
  void aTextIsNotCutWithinACharacter() {
    String face = Character.toString(0x1F600);
    for (int before = 990; before < 1_010; before++) {
      Alert alert =
          Alert.newBuilder(Alerts.of("a", AlertState.RAISED, 3.1))
              .setSummary("x".repeat(before) + face.repeat(20))
              .build();
      book.hear(alert, RAISED);
      assertThat(delivery.due(book, RAISED).entrySet())
          .singleElement()
          .satisfies(due ->
              assertThat(
                      PostedAlert.of(due.getKey(), due.getValue(), RAISED, RAISED.plus(REPEAT), "")
                          .annotations()
                          .getOrDefault("summary", ""))
                  .startsWith("x")
                  .matches(StandardCharsets.UTF_8.newEncoder()::canEncode));
    }
  }
}
