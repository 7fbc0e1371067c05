package io.gavel.judge.budget;

/// Leaves out the middle of a text, and says there how much. Beginnings say what a text is about
/// and ends what it comes to.
final class Ellipsis {
  private Ellipsis() {}

  /// The text itself where it is short enough; otherwise its beginning and its end, together of at
  /// most so many characters, with a mark in between.
  ///
  /// @param characters 0 or more; no character outside the basic plane is cut in two
  static String cut(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    int head = whole(text, (characters + 1) / 2);
    int tail = text.length() - characters / 2;
    if (tail < text.length() && Character.isLowSurrogate(text.charAt(tail))) {
      tail++;
    }
    return text.substring(0, head)
        + "\n[... %d characters left out ...]\n".formatted(tail - head)
        + text.substring(tail);
  }

  private static int whole(String text, int end) {
    return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
