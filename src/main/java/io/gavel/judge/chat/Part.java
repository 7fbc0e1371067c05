package io.gavel.judge.chat;

/// A part of an answer.
///
/// @param text its characters, without blanks around them
/// @param start where it starts in the answer
record Part(String text, int start) {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  /// The answer without what reasoning models write before it, where the server does not keep that
  /// apart. Thoughts that never end leave it as it is.
  static Part concluding(String answer) {
    Part whole = new Part(answer, 0).part(0, answer.length());
    int end = whole.text.startsWith(OPEN) ? whole.text.indexOf(CLOSE) : -1;
    return end < 0 ? whole : whole.part(end + CLOSE.length(), whole.text.length());
  }

  /// A part of this one, without blanks around it.
  Part part(int from, int to) {
    String cut = text.substring(from, to);
    String left = cut.stripLeading();
    return new Part(left.stripTrailing(), start + from + cut.length() - left.length());
  }
}
