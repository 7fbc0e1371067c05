package io.gavel.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenIdsTest {
  @Test
  void anIdThatStandsTwiceNamesTheFirstLine() {
    SeenIds seen = new SeenIds(10);
    assertThat(seen.putIfAbsent("a", 1)).isNull();
    assertThat(seen.putIfAbsent("b", 2)).isNull();
    assertThat(seen.putIfAbsent("a", 3)).isEqualTo(1);
    assertThat(seen.putIfAbsent("a", 4)).isEqualTo(1);
  }

  @Test
  void theOldestIdIsForgottenFirst() {
    SeenIds seen = new SeenIds(2);
    seen.putIfAbsent("a", 1);
    seen.putIfAbsent("b", 2);
    seen.putIfAbsent("c", 3);
    assertThat(seen.putIfAbsent("b", 4)).isEqualTo(2);
    assertThat(seen.putIfAbsent("a", 5)).isNull();
  }
}
