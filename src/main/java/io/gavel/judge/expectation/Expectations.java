package io.gavel.judge.expectation;

import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Token;
import io.gavel.judge.kind.Distribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How probable each of some symbols was where an answer carries one of them. A symbol is what the
/// judge writes for a level, a verdict or a label: `4`, `B`, `m`.
///
/// At that place, the probabilities of all known tokens that spell a symbol are summed by symbol
/// and normalised over the symbols. The judge's own choice stays what it wrote; this stands beside
/// it.
public final class Expectations {
  private Expectations() {}

  /// For an answer that carries its symbol somewhere, such as after a marker.
  ///
  /// @param answer the answer, its tokens with it
  /// @param from where the part of its text starts that the tokens must spell, such as the start of
  ///   the marker; what comes before may hold characters that the server gives in pieces
  /// @param at where in the text the symbol starts; at or after `from`
  /// @param symbols all that could stand there, in the order of the outcome; not empty
  /// @return null where there are no alternatives, where the place is not certain, or where the
  ///   probabilities cannot tell the symbols apart
  public static @Nullable Distribution of(
      Answer.Written answer, int from, int at, List<String> symbols) {
    Place place = Place.find(answer.text(), from, at, answer.tokens());
    return place == null ? null : new Spellings(symbols).distribution(place);
  }

  /// For an answer that is a single token, such as a label.
  ///
  /// @param answer the answer, its tokens with it; it may have been cut off after that token
  /// @param symbols all that it could be, in the order of the outcome; not empty
  /// @return null where the answer has another number of tokens that are not blank, and for the
  ///   reasons of [#of]
  public static @Nullable Distribution ofSingleToken(Answer.Written answer, List<String> symbols) {
    List<Token> spelling =
        answer.tokens().stream().filter(token -> !Squeezed.of(token.text()).isEmpty()).toList();
    return spelling.isEmpty()
            || !Squeezed.of(spelling.getFirst().text()).equals(Squeezed.of(answer.text()))
        ? null
        : new Spellings(symbols).distribution(new Place(spelling.getFirst(), ""));
  }
}
