package io.gavel.judge.expectation;

import java.util.regex.Pattern;

/// Text without its blanks, as tokens are compared: some servers give a token as its text, some
/// with the sign by which its vocabulary writes a blank (`▁4`, `Ġ4`, `Ċ`, `<0x0A>`).
final class Squeezed {
  private static final Pattern BLANKS = Pattern.compile("<0x0A>|[\\s\\u00A0▁ĠĊĉ]++");

  private Squeezed() {}

  static String of(String text) {
    return BLANKS.matcher(text).replaceAll("");
  }
}
