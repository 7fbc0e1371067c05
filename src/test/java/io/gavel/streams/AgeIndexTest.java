package io.gavel.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgeIndexTest {
  private final AgeIndex index = new AgeIndex();

  @Test
  void theOldestIsFoundAndOfEquallyOldOnesTheSmaller() {
    assertThat(index.oldest()).isEmpty();
    index.put("c", at(2), 1);
    index.put("b", at(1), 1);
    index.put("a", at(1), 1);

    assertThat(index.oldest()).contains("a");
    assertThat(index.oldest(at(0))).isEmpty();
    assertThat(index.oldest(at(1))).contains("a");
  }

  @Test
  void aKeyThatIsEnteredAgainCountsOnceAndAgesAnew() {
    index.put("a", at(1), 3);
    index.put("b", at(2), 4);
    index.put("a", at(3), 5);

    assertThat(index.size()).isEqualTo(2);
    assertThat(index.weight()).isEqualTo(9);
    assertThat(index.oldest()).contains("b");
  }

  @Test
  void aKeyThatIsTakenOutIsGone() {
    index.put("a", at(1), 3);
    index.remove("a");
    index.remove("a");

    assertThat(index.size()).isZero();
    assertThat(index.weight()).isZero();
    assertThat(index.oldest()).isEmpty();
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
