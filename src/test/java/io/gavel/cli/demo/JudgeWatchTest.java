package io.gavel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.judge.pool.EndpointStatus;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeWatchTest {
  private static final JudgeText TEXT = new JudgeText(new Style(false, true), 100, ZoneOffset.UTC);
  private final JudgeWatch watch = new JudgeWatch();

  private List<String> changes(EndpointStatus... judges) {
    return watch.changes(List.of(judges), DemoRecords.NOON, TEXT);
  }

  @Test
  void whereAllAreWellThereIsNothingToSay() {
    assertThat(changes(TestingJudges.closed(1), TestingJudges.closed(2))).isEmpty();
    assertThat(changes()).isEmpty();
  }

  @Test
  void aJudgeThatIsLeftAloneIsSaidOnceHoweverOftenItIsTried() {
    assertThat(changes(TestingJudges.open(1), TestingJudges.closed(2)))
        .first()
        .isEqualTo(
            "12:00:00  judge 1 is left alone, its breaker is open: the scores go on through the"
                + " one left");
    assertThat(changes(TestingJudges.halfOpen(1), TestingJudges.closed(2))).isEmpty();
    assertThat(changes(TestingJudges.open(1), TestingJudges.closed(2))).isEmpty();
    assertThat(changes(TestingJudges.closed(1), TestingJudges.closed(2)))
        .containsExactly("12:00:00  judge 1 answers again, its breaker is closed");
  }

  @Test
  void whenTheLastIsLeftAloneTooItIsSaidThatRequestsWaitAndThenThatTheyAreJudged() {
    changes(TestingJudges.open(1), TestingJudges.closed(2));

    assertThat(changes(TestingJudges.open(1), TestingJudges.open(2)))
        .containsExactly(
            "12:00:00  judge 2 is left alone, its breaker is open",
            "          http://127.0.0.1:2/v1 cannot be connected to",
            "12:00:00  no judge answers: requests wait in Kafka, none is lost");
    assertThat(changes(TestingJudges.open(1), TestingJudges.halfOpen(2))).isEmpty();
    assertThat(changes(TestingJudges.open(1), TestingJudges.closed(2)))
        .containsExactly(
            "12:00:00  judge 2 answers again, its breaker is closed: what waited is judged now");
    assertThat(changes(TestingJudges.closed(1), TestingJudges.closed(2)))
        .containsExactly("12:00:00  judge 1 answers again, its breaker is closed");
  }
}
