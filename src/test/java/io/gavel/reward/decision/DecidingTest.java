package io.gavel.reward.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.reward.Pairs;
import io.gavel.schema.PairOrder;
import io.gavel.schema.Preference;
import io.gavel.schema.Preferred;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecidingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "FIRST, SECOND, a, false, true",
    "SECOND, FIRST, b, false, true",
    "TIE, TIE, a, true, true",
    "FIRST, FIRST, a, true, false",
    "SECOND, SECOND, a, true, false",
    "FIRST, TIE, a, true, false",
    "TIE, FIRST, a, true, false",
    "SECOND, TIE, a, true, false",
    "TIE, SECOND, a, true, false",
  })
  void bothOrdersDecideTogether(
      Preferred aFirst, Preferred bFirst, String chosen, boolean tie, boolean agreed) {
    PairOrder one = order("a", "b", aFirst);
    PairOrder swapped = order("b", "a", bFirst);

    Preference preference = Deciding.decide(one, swapped, NOW);

    assertThat(preference.getChosenGenerationId()).isEqualTo(chosen);
    assertThat(preference.getTie()).isEqualTo(tie);
    assertThat(preference.getOrdersAgreed()).isEqualTo(agreed);
    assertThat(Deciding.decide(swapped, one, NOW)).isEqualTo(preference);
  }

  @Test
  void aPreferenceCarriesBothResponsesAndBothWords() {
    Preference preference =
        Deciding.decide(order("a", "b", Preferred.SECOND), order("b", "a", Preferred.FIRST), NOW);

    assertThat(preference.getChosenResponse()).isEqualTo("Response b");
    assertThat(preference.getChosenModel()).isEqualTo("model-b");
    assertThat(preference.getRejectedGenerationId()).isEqualTo("a");
    assertThat(preference.getRejectedResponse()).isEqualTo("Response a");
    assertThat(preference.getInstruction()).isEqualTo("How long can I return a lamp?");
    assertThat(preference.getFeedback()).isEqualTo("Of b before a.");
    assertThat(preference.getFeedbackReversed()).isEqualTo("Of a before b.");
    assertThat(preference.getRequestIds())
        .containsExactly(
            Pairs.request("b", "a", 1).getRequestId(), Pairs.request("a", "b", 1).getRequestId());
    assertThat(preference.getDecidedAt()).isEqualTo(NOW);
    assertThat(preference.getStandIn()).isFalse();
  }

  @Test
  void oneStandInMakesItTheWorkOfAStandIn() {
    PairOrder one = PairOrder.newBuilder(order("a", "b", Preferred.FIRST)).setStandIn(true).build();

    assertThat(Deciding.decide(one, order("b", "a", Preferred.SECOND), NOW).getStandIn()).isTrue();
  }

  private static PairOrder order(String first, String second, Preferred preferred) {
    return Deciding.together(
        (PairOrder) News.of(Pairs.request(first, second, 1).build()).orElseThrow().getUpdate(),
        (PairOrder)
            News.of(Pairs.verdict(first, second, preferred).build()).orElseThrow().getUpdate());
  }
}
