package io.gavel.simulator.model;

import java.util.ArrayList;
import java.util.List;

/// A simple tokenizer in the manner of byte-pair encodings: a token is up to [#LETTERS] letters, or
/// up to [#DIGITS] digits, or one other character, each with the space before it; or a run of the
/// same white space. So ` [RESULT] 4` is ` [`, `RESULT`, `]`, ` 4`. The tokens of a text, joined,
/// are the text. About as many as a real tokenizer for English makes.
public final class Tokens {
  static final int LETTERS = 8;
  static final int DIGITS = 3;

  private Tokens() {}

  /// The tokens of a text.
  public static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = end(text, from);
      tokens.add(text.substring(from, end));
      from = end;
    }
    return tokens;
  }

  /// How many tokens a text has.
  public static int count(String text) {
    int count = 0;
    for (int from = 0; from < text.length(); from = end(text, from)) {
      count++;
    }
    return count;
  }

  /// Where the token ends that begins at an index.
  static int end(String text, int from) {
    boolean spaced =
        text.charAt(from) == ' '
            && from + 1 < text.length()
            && !Character.isWhitespace(text.charAt(from + 1));
    int at = spaced ? from + 1 : from;
    char first = text.charAt(at);
    if (Character.isLetter(first)) {
      int end = at + 1;
      while (end < text.length() && end - at < LETTERS && Character.isLetter(text.charAt(end))) {
        end++;
      }
      return end;
    }
    if (Character.isDigit(first)) {
      int end = at + 1;
      while (end < text.length() && end - at < DIGITS && Character.isDigit(text.charAt(end))) {
        end++;
      }
      return end;
    }
    return Character.isWhitespace(first)
        ? endOfSpace(text, at)
        : at + Character.charCount(text.codePointAt(at));
  }

  /// The last of several spaces belongs to the word behind it.
  private static int endOfSpace(String text, int from) {
    char space = text.charAt(from);
    int end = from + 1;
    while (end < text.length() && text.charAt(end) == space) {
      end++;
    }
    boolean word = end < text.length() && !Character.isWhitespace(text.charAt(end));
    return space == ' ' && word && end - from > 1 ? end - 1 : end;
  }
}
