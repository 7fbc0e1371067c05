package io.gavel.judge.pool;

import java.time.Duration;

/// Why a call came to nothing at its endpoint.
public sealed interface Drop {
  /// What happened, for people; holds neither prompt nor answer nor key.
  String detail();

  /// The server has too much to do. It lowers the limit and leaves the breaker alone: a server that
  /// refuses in time is alive.
  ///
  /// @param detail what happened
  /// @param retryAfter how long it asks to be left alone; zero where it did not say
  record Overloaded(String detail, Duration retryAfter) implements Drop {}

  /// No connection, a time-out, a reset, an internal error. It lowers the limit, and several in a
  /// row open the breaker.
  ///
  /// @param detail what happened
  record Failed(String detail) implements Drop {}

  /// The server did not take the request, and may take none. Several in a row open the breaker; it
  /// says nothing about the limit.
  ///
  /// @param detail what happened
  record Doubtful(String detail) implements Drop {}

  /// The server takes no request of ours: a wrong key, an unknown model. The breaker opens at once.
  ///
  /// @param detail what happened, and what to check
  record Misconfigured(String detail) implements Drop {}
}
