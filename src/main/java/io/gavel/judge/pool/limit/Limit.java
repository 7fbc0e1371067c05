package io.gavel.judge.pool.limit;

import java.time.Duration;

/// The number of calls that one endpoint may have under way. Only honest samples reach it: answers,
/// and calls that the server refused or did not answer; never those that we cancelled or that were
/// refused for what they ask. For one thread at a time; times are of one clock that never goes
/// back.
public sealed interface Limit permits FixedLimit, FollowingLimit {
  /// The limit, at least 1.
  int value();

  /// The server answered.
  ///
  /// @param call the call that ended
  /// @param now the time
  void answered(StartedCall call, Duration now);

  /// The server did not take the call because it has too much to do.
  ///
  /// @param call the call that ended
  /// @param now the time
  void refused(StartedCall call, Duration now);

  /// The call failed: a time-out, a reset, no connection.
  ///
  /// @param call the call that ended
  /// @param now the time
  void failed(StartedCall call, Duration now);

  /// The server's own queue was looked at.
  ///
  /// @param queue what it showed
  /// @param inFlight our own calls under way
  /// @param now the time
  void observed(ServerQueue queue, int inFlight, Duration now);
}
