package io.gavel.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  @Test
  void theMarkerAndTheScoreAreTokensOfTheirOwn() {
    assertThat(Tokens.split("Good. [RESULT] 4"))
        .containsExactly("Good", ".", " [", "RESULT", "]", " 4");
    assertThat(Tokens.split("Rating: [[10]]"))
        .containsExactly("Rating", ":", " [", "[", "10", "]", "]");
  }

  @Test
  void longWordsAndNumbersAreCutAndSpaceBelongsToTheWordBehindIt() {
    assertThat(Tokens.split("extraordinary 12345"))
        .containsExactly("extraord", "inary", " 123", "45");
    assertThat(Tokens.split("a   b\n\n  ")).containsExactly("a", "  ", " b", "\n\n", "  ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "Größe: 3 €\t\r\n x", "\uD83D\uDE00 ok \uD83D", "   "})
  void theTokensOfATextJoinedAreTheText(String text) {
    assertThat(String.join("", Tokens.split(text))).isEqualTo(text);
    assertThat(Tokens.count(text)).isEqualTo(Tokens.split(text).size());
    assertThat(Prompt.of(text).tokens()).isEqualTo(Tokens.count(text));
  }
}
