package io.gavel.soak;

/// What a judge's server does to most requests instead of answering them.
enum Misbehaviour {
  /// 429, with a `Retry-After` of one second.
  TOO_MANY_REQUESTS("error-429:rate=0.7"),
  /// 503.
  UNAVAILABLE("error-503:rate=0.7"),
  /// 500.
  INTERNAL_ERROR("error-500:rate=0.7"),
  /// 502, from a gateway.
  BAD_GATEWAY("error-502:rate=0.7"),
  /// Nothing, for longer than any caller waits.
  HANGS("hang:rate=0.7"),
  /// The connection is reset in the middle of the answer.
  RESETS("reset:rate=0.7"),
  /// The connection ends in the middle of the answer.
  TRUNCATES("truncate:rate=0.7"),
  /// 200, and a body that is half the JSON.
  CUT_JSON("cut-json:rate=0.7"),
  /// A well-formed answer with no score in it.
  NO_SCORE("no-score:rate=0.5"),
  /// A well-formed answer about something else.
  NONSENSE("nonsense:rate=0.5"),
  /// The answer, ten times as late.
  SLOW("slow:rate=0.7,factor=10");

  private final String fault;

  Misbehaviour(String fault) {
    this.fault = fault;
  }

  /// As the simulator takes it.
  String fault() {
    return fault;
  }
}
