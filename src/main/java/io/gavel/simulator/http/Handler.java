package io.gavel.simulator.http;

/// Answers requests, each on a thread of its own.
@FunctionalInterface
public interface Handler {
  /// Answers a request. The thread is interrupted when the client closes its connection, or the
  /// server its port: then nobody waits for the answer any more.
  ///
  /// @throws InterruptedException when the thread is interrupted
  Answer answer(Request request) throws InterruptedException;
}
