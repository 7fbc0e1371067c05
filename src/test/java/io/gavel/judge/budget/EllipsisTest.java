package io.gavel.judge.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EllipsisTest {
  @Test
  void aTextThatIsShortEnoughIsLeftAlone() {
    assertThat(Ellipsis.cut("0123456789", 10)).isEqualTo("0123456789");
  }

  @Test
  void theMiddleOfALongerOneIsLeftOutAndCounted() {
    assertThat(Ellipsis.cut("0123456789", 5)).isEqualTo("012\n[... 5 characters left out ...]\n89");
  }

  @Test
  void noCharacterIsCutInTwo() {
    assertThat(Ellipsis.cut("ab\uD83D\uDE00cd\uD83D\uDE00ef", 5))
        .isEqualTo("ab\n[... 6 characters left out ...]\nef");
  }

  @Test
  void nothingIsLeftWhereNothingMayBe() {
    assertThat(Ellipsis.cut("0123", 0)).isEqualTo("\n[... 4 characters left out ...]\n");
  }
}
