package io.gavel.judge.pool;

import static io.gavel.schema.Priority.BACKFILL;
import static io.gavel.schema.Priority.MONITORING;
import static io.gavel.schema.Priority.REWARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
  private final WaitingLine<String> line = new WaitingLine<>();

  @Test
  void whileAllClassesWaitTheyAreServedInSharesOf16And4And1() {
    for (int i = 0; i < 210; i++) {
      for (Priority priority : Priority.values()) {
        line.add(priority, priority + "-" + i);
      }
    }
    Map<String, Integer> served = new java.util.TreeMap<>();
    serve(210).forEach(one -> served.merge(one.replaceFirst("-.*", ""), 1, Integer::sum));
    assertThat(served).isEqualTo(Map.of("REWARD", 160, "MONITORING", 40, "BACKFILL", 10));
  }

  @Test
  void ofThoseThatBeginToWaitTogetherTheMoreUrgentGoFirst() {
    line.add(BACKFILL, "b");
    line.add(MONITORING, "m");
    line.add(REWARD, "r1");
    line.add(REWARD, "r2");
    assertThat(serve(4)).containsExactly("r1", "r2", "m", "b");
  }

  @Test
  void aClassThatWaitsAloneIsServedAllTheTimeAndPaysNothingForItLater() {
    for (int i = 0; i < 1000; i++) {
      line.add(BACKFILL, "b" + i);
    }
    serve(500);
    line.add(REWARD, "r");
    assertThat(serve(1)).containsExactly("r");
    assertThat(serve(1)).containsExactly("b500");
  }

  @Test
  void aClassThatWasAwaySavesUpNothing() {
    for (int i = 0; i < 100; i++) {
      line.add(MONITORING, "m" + i);
    }
    serve(50);
    for (int i = 0; i < 100; i++) {
      line.add(REWARD, "r" + i);
    }
    assertThat(serve(10).stream().filter(one -> one.startsWith("m")).count()).isEqualTo(2);
  }

  @Test
  void whoLeavesIsNotServed() {
    line.add(REWARD, "r1");
    line.add(REWARD, "r2");
    line.remove(REWARD, "r1");
    assertThat(line.size(REWARD)).isEqualTo(1);
    assertThat(line.oldest(REWARD)).isEqualTo("r2");
    assertThat(serve(1)).containsExactly("r2");
    assertThat(line.peek()).isNull();
  }

  private List<String> serve(int count) {
    List<String> served = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      served.add(line.peek());
      line.serve();
    }
    return served;
  }
}
