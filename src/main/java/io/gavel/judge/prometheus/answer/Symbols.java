package io.gavel.judge.prometheus.answer;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a judge can be asked to conclude with, and how it writes that after its marker.
public enum Symbols {
  /// The levels of direct assessment.
  LEVELS(
      "1 2 3 4 5",
      "score",
      "[0-9]++",
      "(?:/\\s*+5|out\\s++of\\s++5)(?![0-9])",
      "a level from 1 to 5"),
  /// The better one of a pair. Nobody offers a tie, so one that is written all the same is read to
  /// be refused.
  PAIR("A B", "response", "(?:A|B|(?i:tie))(?![\\p{L}\\p{N}])", "(?!)", "A or B"),
  /// The answer to a question, no first, as 0 is below 1.
  ANSWERS("NO YES", "score", "(?i:yes|no)(?![\\p{L}\\p{N}])", "(?!)", "YES or NO");

  private final String names;
  private final Pattern afterMarker;
  private final Pattern scale;
  private final String described;

  /// @param names with spaces between them
  /// @param lead the word that may stand before a symbol
  /// @param symbol what looks like one, whether it is one of `names` or not
  /// @param scale what may follow one
  Symbols(String names, String lead, String symbol, String scale, String described) {
    this.names = names;
    this.afterMarker =
        Pattern.compile(
            "[\\s*]*+:?+[\\s*]*+(?<opened>[(\\[\"'`“‘]*+)[\\s*]*+"
                + "(?:(?i:%s)\\s*+:?+\\s*+)?+\\**+(?<inner>[\"'`“‘]?+)(?<symbol>%s)"
                    .formatted(lead, symbol));
    this.scale = Pattern.compile(scale, Pattern.CASE_INSENSITIVE);
    this.described = described;
  }

  /// Each as it is written, in the order of the outcome.
  public List<String> names() {
    return List.of(names.split(" "));
  }

  /// What leads from a marker to a symbol, and the symbol.
  Pattern afterMarker() {
    return afterMarker;
  }

  /// What may follow a symbol and names its scale.
  Pattern scale() {
    return scale;
  }

  /// What they are, for messages.
  String described() {
    return described;
  }

  /// A symbol as `names` has it, where it is one of them.
  String named(String written) {
    return this == PAIR ? written : written.toUpperCase(Locale.ROOT);
  }
}
