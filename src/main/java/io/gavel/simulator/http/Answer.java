package io.gavel.simulator.http;

/// How a request ends.
public sealed interface Answer {
  /// As it should.
  ///
  /// @param response sent whole
  record Whole(Response response) implements Answer {}

  /// The connection is closed in the middle of the body, whose whole length the head has promised.
  ///
  /// @param response what was to be sent
  /// @param sentBytes how much of its body is
  record Truncated(Response response, int sentBytes) implements Answer {}

  /// The connection is reset in the middle of the body.
  ///
  /// @param response what was to be sent
  /// @param sentBytes how much of its body is
  record Reset(Response response, int sentBytes) implements Answer {}
}
