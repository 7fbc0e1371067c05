package io.gavel.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.web.api.series.AlertSource.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AlertBookTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final AlertBook book = new AlertBook(3);

  private void add(String id, AlertState state, int minute) {
    Instant at = START.plusSeconds(60L * minute);
    Alert alert =
        Alert.newBuilder()
            .setAlertId(id)
            .setState(state)
            .setMoved("mean")
            .setApplication("chat")
            .setModel("a")
            .setRubricId("tone")
            .setTags(Map.of())
            .setBaseline(4)
            .setCurrent(3)
            .setEvidence(140)
            .setThreshold(100)
            .setSince(START)
            .setRaisedAt(START)
            .setExamples(List.of())
            .setSummary("The mean fell.")
            .setStandIn(false)
            .build();
    book.add(new Told(alert, "chat/a/tone", at));
  }

  private List<String> newest(int limit) {
    return book.newest(limit).stream().map(it -> it.alert().getAlertId()).toList();
  }

  @Test
  void whatIsOpenComesBeforeWhatIsOverHoweverOldItIs() {
    add("open", AlertState.RAISED, 0);
    add("over", AlertState.CLEARED, 5);
    add("younger", AlertState.RAISED, 3);

    assertThat(newest(3)).containsExactly("younger", "open", "over");
    assertThat(newest(2)).containsExactly("younger", "open");
  }

  @Test
  void whatIsOverMakesRoomBeforeWhatIsOpen() {
    add("open", AlertState.RAISED, 0);
    add("over", AlertState.CLEARED, 1);
    add("other", AlertState.CLEARED, 2);
    add("next", AlertState.RAISED, 3);

    assertThat(newest(9)).containsExactly("next", "open", "other");
  }

  @Test
  void whereAllAreOpenTheOldestGoes() {
    add("a", AlertState.RAISED, 0);
    add("b", AlertState.RAISED, 1);
    add("c", AlertState.RAISED, 2);
    add("d", AlertState.RAISED, 3);

    assertThat(newest(9)).containsExactly("d", "c", "b");
  }
}
