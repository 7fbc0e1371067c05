package io.gavel.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {
  @Test
  void plainTextStaysAsItIs() {
    assertThat(TerminalText.line("Größe: 5 €, naïve, 日本語, 👍"))
        .isEqualTo("Größe: 5 €, naïve, 日本語, 👍");
  }

  @Test
  void lineBreaksTabsAndRunsOfSpacesBecomeOneSpace() {
    assertThat(TerminalText.line("  one\r\n\ttwo\u2028three  \u00A0four "))
        .isEqualTo("one two three four");
  }

  @Test
  void anEscapeSequenceLosesItsEscape() {
    assertThat(TerminalText.line("\u001B[2J\u001B]0;owned\u0007"))
        .isEqualTo("\uFFFD[2J\uFFFD]0;owned\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", "\u0008", "\u001B", "\u007F", "\u009B", "\u009D", "\u202A", "\u202B", "\u202D",
        "\u202E", "\u2066", "\u2067", "\u2069", "\u200E", "\u200F", "\u200B", "\uFEFF", "\uD800",
        "\uE000", "\uDB40\uDC41"
      })
  void whatSteersOrReordersIsReplaced(String unsafe) {
    assertThat(TerminalText.line("a" + unsafe + "b")).isEqualTo("a\uFFFDb");
  }

  @Test
  void noCharacterOfTheWholeUnicodeGetsThroughThatCouldSteerATerminal() {
    List<Integer> through =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(character ->
                TerminalText.line("a" + Character.toString(character) + "b")
                    .codePoints()
                    .anyMatch(c ->
                        Character.isISOControl(c)
                            || (c >= 0x202A && c <= 0x202E)
                            || (c >= 0x2066 && c <= 0x2069)))
            .boxed()
            .toList();
    assertThat(through).isEmpty();
  }

  @Test
  void aLongTextIsBrokenAtSpacesAndWhatIsLeftEndsInAnEllipsis() {
    assertThat(TerminalText.wrapped("one two\nthree", 7, 5)).containsExactly("one two", "three");
    assertThat(TerminalText.wrapped("one two three four", 7, 2))
        .containsExactly("one two", "three…");
    assertThat(TerminalText.wrapped("abcdefghij", 4, 5)).containsExactly("abcd", "efgh", "ij");
    assertThat(TerminalText.wrapped("日本語日本語", 5, 5)).containsExactly("日本", "語日", "本語");
    assertThat(TerminalText.wrapped("", 5, 5)).containsExactly("");
  }

  @Test
  void emojiThatAreJoinedStayJoined() {
    assertThat(TerminalText.line("👩\u200D💻")).isEqualTo("👩\u200D💻");
  }

  @Test
  void aLongTextEndsInAnEllipsisWithinTheWidth() {
    assertThat(TerminalText.line("abcdefgh", 5)).isEqualTo("abcd…");
    assertThat(TerminalText.line("abcde", 5)).isEqualTo("abcde");
    assertThat(TerminalText.line("abcde   ", 5)).isEqualTo("abcde");
    assertThat(TerminalText.line("abcd efgh", 6)).isEqualTo("abcd…");
    assertThat(TerminalText.line("ab", 1)).isEqualTo("…");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertThat(TerminalText.width("日本")).isEqualTo(4);
    assertThat(TerminalText.width("👍")).isEqualTo(2);
    assertThat(TerminalText.width("e\u0301")).isEqualTo(1);
    assertThat(TerminalText.line("日本語日本語", 5)).isEqualTo("日本…");
  }

  @Test
  void aCellIsAlwaysAsWideAsItsColumn() {
    for (String text :
        new String[] {"", "a", "abcdefgh", "日本語日本語", "日", "e\u0301e\u0301", "a b  c"}) {
      assertThat(TerminalText.width(TerminalText.cell(text, 6))).as(text).isEqualTo(6);
    }
  }

  @Test
  void aHugeTextIsNotReadToItsEnd() {
    String huge = "x".repeat(50_000_000);
    // Of this thread alone, which others may keep waiting.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 1000; i++) {
      assertThat(TerminalText.line(huge, 40)).hasSize(40);
    }
    assertThat(threads.getCurrentThreadCpuTime() - before).isLessThan(5_000_000_000L);
  }
}
