package io.gavel.judge.model;

/// A judge model, or a whole pool of the same one: takes a question, gives a reply. Decorators of
/// this interface add one behaviour each. Any number of threads may ask at once.
@FunctionalInterface
public interface JudgeModel {
  /// Asks, and blocks until there is a reply.
  ///
  /// @param question the prompt, and what has been spent on it
  /// @return the reply; a failure is one too
  /// @throws InterruptedException when the thread is interrupted; a call under way is cancelled and
  ///   its connection closed
  Reply ask(Question question) throws InterruptedException;
}
