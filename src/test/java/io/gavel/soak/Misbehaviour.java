package io.gavel.soak;

/// What a judge's server does instead of answering.
enum Misbehaviour {
  /// 429, with a `Retry-After` of one second.
  TOO_MANY_REQUESTS,
  /// 503, with nothing that says when to come back.
  UNAVAILABLE,
  /// 500.
  INTERNAL_ERROR,
  /// Nothing, for longer than any caller waits.
  HANGS,
  /// The connection is reset.
  RESETS,
  /// The connection ends in the middle of the body.
  TRUNCATES,
  /// 200, and a body that is no JSON.
  GARBAGE,
  /// A well-formed answer that holds no score.
  NONSENSE,
  /// The answer, ten times as late.
  SLOW
}
