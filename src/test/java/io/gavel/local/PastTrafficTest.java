package io.gavel.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.Generation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastTrafficTest {
  private static final Instant END = Instant.parse("2026-11-24T12:00:00Z");

  private final List<SampleTask> tasks = SampleTraffic.tasks();

  @Test
  void itReachesBackEvenlyAndEndsBeforeNow() {
    List<Generation> past = PastTraffic.of(tasks, 1, END, END);

    assertThat(past.getFirst().getCreatedAt()).isEqualTo(END.minus(PastTraffic.SPAN));
    assertThat(past.getLast().getCreatedAt()).isBefore(END).isAfter(END.minusSeconds(30));
    assertThat(past.stream().map(Generation::getGenerationId)).doesNotHaveDuplicates();
    assertThat(past)
        .extracting(Generation::getApplication)
        .containsOnly(SampleTraffic.WORSE_APPLICATION);
    assertThat(past).isEqualTo(PastTraffic.of(tasks, 1, END, END));
  }

  @Test
  void theBetterModelAloneGetsWorse() {
    Instant half = END.minus(PastTraffic.SPAN.dividedBy(2));
    List<Generation> past = PastTraffic.of(tasks, 1, END, half);

    assertThat(good(past, SampleTraffic.BETTER_MODEL, END.minus(PastTraffic.SPAN), half))
        .isGreaterThan(0.5);
    assertThat(good(past, SampleTraffic.BETTER_MODEL, half, END)).isLessThan(0.2);
    assertThat(good(past, SampleTraffic.OTHER_MODEL, half, END)).isGreaterThan(0.25);
  }

  private double good(List<Generation> past, String model, Instant from, Instant to) {
    List<Generation> chosen =
        past.stream()
            .filter(it -> it.getModel().equals(model))
            .filter(it -> !it.getCreatedAt().isBefore(from) && it.getCreatedAt().isBefore(to))
            .toList();
    long good =
        chosen.stream()
            .filter(
                it -> tasks.stream().anyMatch(t -> t.responses().good().equals(it.getResponse())))
            .count();
    return (double) good / chosen.size();
  }
}
