package io.gavel.judge.prometheus.answer;

/// What the reader finds in an answer.
public sealed interface Finding {
  /// The symbol that it concludes with.
  ///
  /// @param symbol as [Symbols#names] has it
  /// @param feedback the judge's words, without the conclusion; may be empty
  /// @param from where in the answer what leads to the symbol starts, such as its marker
  /// @param at where in the answer the symbol starts
  record Found(String symbol, String feedback, int from, int at) implements Finding {}

  /// None that can be relied on.
  ///
  /// @param why in a clause for a person; quotes nothing but numbers
  record Doubt(String why) implements Finding {}

  /// The same in a text that has more before it.
  ///
  /// @param characters how much more
  default Finding behind(int characters) {
    return switch (this) {
      case Found found ->
          new Found(
              found.symbol(), found.feedback(), found.from() + characters, found.at() + characters);
      case Doubt doubt -> doubt;
    };
  }
}
