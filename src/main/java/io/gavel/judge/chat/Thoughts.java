package io.gavel.judge.chat;

/// What reasoning models write before their answer, where the server does not keep it apart.
final class Thoughts {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  private Thoughts() {}

  /// What is left of an answer without the thoughts it begins with. Thoughts that never end leave
  /// the answer as it is.
  static String left(String answer) {
    String text = answer.stripLeading();
    int end = text.startsWith(OPEN) ? text.indexOf(CLOSE) : -1;
    return end < 0 ? answer : text.substring(end + CLOSE.length());
  }
}
