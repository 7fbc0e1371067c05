package io.gavel.web.api.feedback;

/// What models and people wrote, in bounded length.
final class Texts {
  private static final String ELLIPSIS = "…";

  private Texts() {}

  /// The text, or its beginning and an ellipsis where it is longer.
  ///
  /// @param longest in UTF-16 units; a character of two is not cut through
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + ELLIPSIS;
  }
}
