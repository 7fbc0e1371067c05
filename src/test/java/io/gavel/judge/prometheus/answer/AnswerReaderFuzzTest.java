package io.gavel.judge.prometheus.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gavel.judge.WorkTime;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Token;
import io.gavel.judge.exchange.Token.Alternative;
import io.gavel.judge.expectation.Expectations;
import io.gavel.judge.kind.Distribution;
import io.gavel.judge.kind.ResultMarker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;

/// What must hold of any answer and any assessed text. Inputs are an answer and the texts that the
/// judge was shown, with lines of `----` between them; those under src/test/resources are read in
/// every build.
class AnswerReaderFuzzTest {
  private static final Duration LONG = Duration.ofSeconds(5);

  @FuzzTest(maxDuration = "5m")
  void whateverIsReadWasWrittenByTheJudge(byte[] input) {
    List<String> parts = parts(input);
    String answer = parts.getFirst();
    List<String> assessed = parts.subList(1, parts.size());
    for (Symbols symbols : Symbols.values()) {
      if (AnswerReader.read(answer, symbols, assessed) instanceof Finding.Found found) {
        assertStandsThere(answer, symbols, found);
        assertThat(assessed).noneMatch(text -> text.contains(answer.strip()));
      }
      for (String text : assessed) {
        assertThat(AnswerReader.read(text, symbols, assessed)).isInstanceOf(Finding.Doubt.class);
        if (hasMarkerAfterWords(text)) {
          assertThat(AnswerReader.read(answer + " " + text, symbols, assessed))
              .isInstanceOf(Finding.Doubt.class);
        }
      }
    }
  }

  @FuzzTest(maxDuration = "5m")
  void theLongestAnswersAreReadInLinearTime(byte[] input) {
    List<String> parts = parts(input);
    if (parts.getFirst().isEmpty() || input.length > AnswerReader.MAX_LENGTH) {
      return;
    }
    List<String> longest =
        parts.stream()
            .map(part -> part.repeat(AnswerReader.MAX_LENGTH / Math.max(1, part.length())))
            .toList();
    for (Symbols symbols : Symbols.values()) {
      WorkTime.assertAtMost(LONG, () -> AnswerReader.read(longest.getFirst(), symbols, longest));
    }
  }

  private static List<String> parts(byte[] input) {
    return Arrays.asList(new String(input, StandardCharsets.UTF_8).split("\n----\n", -1));
  }

  /// The symbol is at the place that is told, and probabilities of its own characters are found.
  private static void assertStandsThere(String answer, Symbols symbols, Finding.Found found) {
    assertThat(symbols.names()).contains(found.symbol());
    assertThat(answer.substring(found.at())).startsWithIgnoringCase(found.symbol());
    assertThat(answer).contains(found.feedback());
    List<Token> tokens =
        answer
            .chars()
            .mapToObj(character -> String.valueOf((char) character))
            .map(text -> new Token(text, 0, List.of(new Alternative(text, 0))))
            .toList();
    Distribution distribution =
        Expectations.of(
            new Answer.Written(answer, false, tokens), found.from(), found.at(), symbols.names());
    assertThat(
            Objects.requireNonNull(distribution)
                .probabilities()
                .get(symbols.names().indexOf(found.symbol())))
        .isEqualTo(1);
  }

  private static boolean hasMarkerAfterWords(String text) {
    Matcher marker = ResultMarker.PLAIN.matcher(text);
    return marker.find() && !text.substring(0, marker.start()).isBlank();
  }
}
