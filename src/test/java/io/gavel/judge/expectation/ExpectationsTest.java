package io.gavel.judge.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Token;
import io.gavel.judge.kind.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationsTest {
  private static final List<String> LEVELS = List.of("1", "2", "3", "4", "5");
  private static final Map<String, Double> FOUR = Map.of("4", 0.6, "5", 0.2, "3", 0.1, "The", 0.1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Good;.; [;RESULT;]; 4",
        "Good;.; [;RESULT;];4",
        "▁Good;.;▁[;RESULT;];▁4",
        "ĠGood;.;Ġ[;RESULT;];Ġ4",
        "Good;.;[;RESULT;];4",
        "Good;.;Ċ;[;RESULT;];<0x0A>;4",
        "Good;.; [;RESULT;]; ;4",
        "Good;.; [RESULT]; 4;</s>",
        "Good;.; [RESULT]; 4;<|im_end|>",
        "Good;.; [RESULT]; 4; ;",
        "\uFFFD\uFFFD;.; [RESULT]; 4",
        "[RESULT]; 4",
      })
  void theScoreIsFoundHoweverTheServerWritesItsTokens(String tokens) {
    assertThat(expected("Good. [RESULT] 4", 6, 15, at(tokens, "4", FOUR)))
        .isEqualTo(List.of(0.0, 0.0, 0.111, 0.667, 0.222));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[RESULT]; (4;)", "[RESULT]; (;4;)", "[RESULT]; (;4)"})
  void bracketsAroundItMayBelongToItsToken(String tokens) {
    String lead = tokens.contains("(4") ? "(" : "";
    String end = tokens.contains("4)") ? ")" : "";
    Map<String, Double> alternatives =
        Map.of(lead + "4" + end, 0.5, lead + "5)", 0.25, lead.isEmpty() ? "(" : "4", 0.25);
    assertThat(expected("Good. [RESULT] (4)", 6, 16, at(tokens, "4", alternatives)))
        .isEqualTo(List.of(0.0, 0.0, 0.0, 0.667, 0.333));
  }

  @Test
  void aMarkerAndItsScoreMayShareAToken() {
    assertThat(
            expected("[RESULT]4", 0, 8, at("[RES;ULT]4", "4", Map.of("ULT]4", 0.5, "ULT]2", 0.5))))
        .isEqualTo(List.of(0.0, 0.5, 0.0, 0.5, 0.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Good;.; [RESULT]",
        "Good;.; [RESULT]; 5",
        "Good;.; [RESULT]; 4;4",
        "Good;.; [RESULT]; 4; and",
        "Good;.; [RESULT];token_id:28781",
        "RESULT]; 4"
      })
  void tokensThatDoNotSpellTheAnswersEndSayNothing(String tokens) {
    assertThat(expected("Good. [RESULT] 4", 6, 15, at(tokens, "4", FOUR))).isNull();
  }

  @Test
  void aTokenThatTheAnswerItselfEndsWithIsNoEndOfTurn() {
    assertThat(expected("[RESULT] 4 <b>", 0, 9, at("[RESULT]; 4; <b>", "4", FOUR))).isNotNull();
    assertThat(expected("[RESULT] 4 <b>", 0, 9, at("[RESULT]; 4; <b>;</s>", "4", FOUR)))
        .isNotNull();
  }

  @Test
  void anEarlierTokenThatLooksTheSameIsNotIt() {
    List<Token> tokens = new ArrayList<>(at("[RESULT]; 4; is wrong;.;[RESULT]; 4", "4", FOUR));
    tokens.set(1, token(" 4", Map.of("4", 0.5, "1", 0.5)));
    assertThat(expected("[RESULT] 4 is wrong. [RESULT] 4", 21, 30, tokens))
        .isEqualTo(List.of(0.0, 0.0, 0.111, 0.667, 0.222));
  }

  @Test
  void withoutAlternativesOrWithoutALevelAmongThemThereIsNone() {
    assertThat(expected("[RESULT] 4", 0, 9, at("[RESULT]; 4", "4", Map.of()))).isNull();
    Answer.Written other = written("[RESULT] x", at("[RESULT]; x", "x", Map.of("y", 1.0)));
    assertThat(Expectations.of(other, 0, 9, LEVELS)).isNull();
    assertThat(Expectations.of(other, 0, 10, LEVELS)).isNull();
  }

  @Test
  void theTokenItselfCountsThoughTheServerDoesNotRepeatItAmongTheAlternatives() {
    List<Token> tokens =
        List.of(
            token("[RESULT]", Map.of()),
            new Token(" 4", Math.log(0.25), List.of(new Token.Alternative(" 5", Math.log(0.75)))));
    assertThat(expected("[RESULT] 4", 0, 9, tokens)).isEqualTo(List.of(0.0, 0.0, 0.0, 0.25, 0.75));
  }

  @Test
  void spellingsOfOneLevelAreSummedAndOtherNumbersAreNone() {
    assertThat(
            expected(
                "[RESULT] 4",
                0,
                9,
                at(
                    "[RESULT]; 4",
                    "4",
                    Map.of(
                        "4", 0.2, " 4", 0.1, "▁4", 0.1, "4.", 0.05, "4/", 0.05, "44", 0.1, "4.5",
                        0.1, "4th", 0.1, " 2", 0.2))))
        .isEqualTo(List.of(0.0, 0.286, 0.0, 0.714, 0.0));
  }

  @Test
  void aProbabilityTooSmallToTellIsZero() {
    assertThat(
            expected(
                "[RESULT] 4",
                0,
                9,
                List.of(
                    token("[RESULT]", Map.of()),
                    new Token(
                        "4",
                        0,
                        List.of(
                            new Token.Alternative("4", 0), new Token.Alternative("5", -9999.0))))))
        .isEqualTo(List.of(0.0, 0.0, 0.0, 1.0, 0.0));
  }

  @Test
  void aWordInSeveralTokensIsToldByItsFirst() {
    List<String> words = List.of("NO", "YES");
    Map<String, Double> alternatives = Map.of("Y", 0.6, "NO", 0.2, "N", 0.1, "Yes", 0.1);
    assertThat(
            rounded(
                Expectations.of(
                    written("[RESULT] YES", at("[RESULT]; Y;ES", "Y", alternatives)), 0, 9, words)))
        .isEqualTo(List.of(0.3, 0.7));
  }

  @Test
  void aDigitThatMayBeOneOrTheStartOfTenIsNotGuessed() {
    List<String> ten = IntStream.rangeClosed(1, 10).mapToObj(Integer::toString).toList();
    assertThat(tenth(Map.of("9", 0.5, "1", 0.5), ten)).isNull();
    assertThat(tenth(Map.of("9", 0.5, "1", 0.0001), ten)).isNotNull();
    assertThat(tenth(Map.of("9", 0.9, "1", 0.0005), ten)).isNotNull();
    assertThat(tenth(Map.of("9", 0.9, "1", 0.002), ten)).isNull();
    assertThat(tenth(Map.of("9", 0.5, "1", 0.25, "10", 0.25), ten))
        .isEqualTo(List.of(0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.25));
  }

  @Test
  void whereLessThanHalfOfTheProbabilityIsToldThereIsNoDistribution() {
    List<String> ten = IntStream.rangeClosed(1, 10).mapToObj(Integer::toString).toList();
    assertThat(tenth(Map.of("9", 0.49), ten)).isNull();
    assertThat(tenth(Map.of("9", 0.51), ten)).isNotNull();
    assertThat(tenth(Map.of("9", 0.3, "8", 0.21), ten)).isNotNull();
  }

  @Test
  void labelsThatDifferByCaseAloneAreTwo() {
    Answer.Written label =
        written("M", at("M", "M", Map.of("M", 0.5, " M", 0.1, "m", 0.2, "The", 0.2)));
    assertThat(rounded(Expectations.ofSingleToken(label, List.of("m", "M"))))
        .isEqualTo(List.of(0.25, 0.75));
  }

  @Test
  void anAnswerOfMoreThanItsTokenIsNoLabel() {
    List<Token> tokens = at("M;m", "M", Map.of("M", 0.5, "m", 0.5));
    assertThat(Expectations.ofSingleToken(written("Mm", tokens), List.of("m", "M"))).isNull();
    assertThat(Expectations.ofSingleToken(written("", List.of()), List.of("m", "M"))).isNull();
    assertThat(
            Expectations.ofSingleToken(
                written(" M", at(" ;M;", "M", Map.of("M", 0.5, "m", 0.5))), List.of("m", "M")))
        .isNotNull();
  }

  private static @Nullable List<Double> tenth(Map<String, Double> probabilities, List<String> ten) {
    return rounded(
        Expectations.of(written("[RESULT] 9", at("[RESULT]; 9", "9", probabilities)), 0, 9, ten));
  }

  private static @Nullable List<Double> expected(
      String text, int from, int at, List<Token> tokens) {
    return rounded(Expectations.of(written(text, tokens), from, at, LEVELS));
  }

  private static @Nullable List<Double> rounded(@Nullable Distribution distribution) {
    if (distribution == null) {
      return null;
    }
    assertThat(distribution.probabilities().stream().mapToDouble(p -> p).sum())
        .isCloseTo(1, within(1e-9));
    return distribution.probabilities().stream().map(p -> Math.round(p * 1000) / 1000.0).toList();
  }

  private static Answer.Written written(String text, List<Token> tokens) {
    return new Answer.Written(text, false, tokens);
  }

  /// Tokens of which each that holds a symbol has alternatives.
  ///
  /// @param tokens their texts between semicolons
  private static List<Token> at(String tokens, String symbol, Map<String, Double> alternatives) {
    return Arrays.stream(tokens.split(";", -1))
        .map(text -> token(text, text.contains(symbol) ? alternatives : Map.of()))
        .toList();
  }

  private static Token token(String text, Map<String, Double> alternatives) {
    return new Token(
        text,
        Math.log(alternatives.getOrDefault(Squeezed.of(text), 0.9)),
        new TreeMap<>(alternatives)
            .entrySet().stream()
                .map(one -> new Token.Alternative(one.getKey(), Math.log(one.getValue())))
                .toList());
  }
}
