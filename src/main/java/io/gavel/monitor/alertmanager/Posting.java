package io.gavel.monitor.alertmanager;

/// What became of a post.
sealed interface Posting {
  /// It was taken.
  record Accepted() implements Posting {}

  /// It was answered with something else.
  ///
  /// @param status the HTTP status
  /// @param detail the first words of the answer, in one line
  record Refused(int status, String detail) implements Posting {}

  /// There was no answer.
  ///
  /// @param detail why, in one line
  record Unreachable(String detail) implements Posting {}
}
