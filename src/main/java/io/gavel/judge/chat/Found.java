package io.gavel.judge.chat;

import io.gavel.judge.exchange.Answer;
import io.gavel.judge.expectation.Expectations;
import io.gavel.judge.kind.Distribution;
import io.gavel.judge.kind.Reading;
import java.util.List;

/// What was read in an answer, and where.
///
/// @param reading what was read
/// @param from where the part of the answer starts that holds the conclusion, such as its marker
/// @param at where the score or the word for the better response starts; at or after `from`
record Found(Reading reading, int from, int at) {
  /// Nothing that can be relied on.
  static Found none(String why) {
    return new Found(new Reading.Unreadable(why), 0, 0);
  }

  /// The reading, with how probable each outcome was where the server says so.
  ///
  /// @param symbols the outcomes, as answers write them; empty where there are too many
  Reading weighed(Answer.Written answer, List<String> symbols) {
    if (symbols.isEmpty() || answer.tokens().isEmpty()) {
      return reading;
    }
    return switch (reading) {
      case Reading.Score score -> {
        Distribution distribution = Expectations.of(answer, from, at, symbols);
        yield new Reading.Score(score.value(), score.feedback(), distribution, score.checks());
      }
      case Reading.Preference preference ->
          new Reading.Preference(
              preference.preferred(),
              preference.feedback(),
              Expectations.of(answer, from, at, symbols));
      case Reading.Unreadable _, Reading.CutOff _ -> reading;
    };
  }
}
