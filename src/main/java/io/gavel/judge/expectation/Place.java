package io.gavel.judge.expectation;

import io.gavel.judge.exchange.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The place of a character among the tokens of an answer.
///
/// @param token the token that holds it
/// @param lead what comes before it in the token, squeezed; usually nothing
record Place(Token token, String lead) {
  /// Finds a character from the end of an answer: all of the text from some place on must be spelt
  /// by the last tokens, so that what comes before need not be. Blanks do not count: servers leave
  /// out those that lead a token. Nor do the tokens that end a turn, which are in no text.
  ///
  /// @param text the answer
  /// @param from where the part starts that must agree
  /// @param at where the character is; from there on
  /// @param tokens those of the answer, in order
  /// @return null where they do not spell that part
  static @Nullable Place find(String text, int from, int at, List<Token> tokens) {
    String before = Squeezed.of(text.substring(from, at));
    String after = Squeezed.of(text.substring(at));
    if (after.isEmpty()) {
      return null;
    }
    int last = tokens.size();
    while (last > 0 && endsTurn(tokens.get(last - 1), after)) {
      last--;
    }
    String wanted = before + after;
    Place place = null;
    int unspelt = wanted.length();
    for (int i = last - 1; i >= 0 && unspelt > 0; i--) {
      Token token = tokens.get(i);
      String spelt = Squeezed.of(token.text());
      int common = Math.min(spelt.length(), unspelt);
      if (!wanted.regionMatches(unspelt - common, spelt, spelt.length() - common, common)) {
        return null;
      }
      int start = unspelt - spelt.length();
      if (place == null && start <= before.length() && !spelt.isEmpty()) {
        place = new Place(token, spelt.substring(0, before.length() - start));
      }
      unspelt -= common;
    }
    return unspelt == 0 ? place : null;
  }

  /// `</s>`, `<|im_end|>` and the like, and the empty text that some servers give for them; unless
  /// the answer itself ends so.
  private static boolean endsTurn(Token token, String text) {
    String spelt = Squeezed.of(token.text());
    return spelt.isEmpty() || (spelt.matches("<[^<>]{1,40}>") && !text.endsWith(spelt));
  }
}
