package io.gavel.soak;

import java.util.Set;

/// How many there are of what. Parts are numbered from 0.
final class SoakShape {
  /// Workers that run unless a fault took them away.
  static final int WORKERS = 3;

  /// The number of the worker that only [Fault.WorkerJoins] starts.
  static final int GUEST = WORKERS;

  /// Brokers, apart from the controller. Every partition is on each of them, and two must have a
  /// record before it counts as written: so one of them may be away.
  static final int BROKERS = 3;

  /// Servers of the judge pool.
  static final int JUDGES = 3;

  /// Partitions of every topic.
  static final int PARTITIONS = 6;

  /// The claim of every fault that takes a broker away.
  static final Set<String> ONE_BROKER_AT_A_TIME = Set.of("brokers");

  private SoakShape() {}
}
