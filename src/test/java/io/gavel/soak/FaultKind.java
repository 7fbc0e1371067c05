package io.gavel.soak;

import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The kinds of faults a plan is made of: how often, how long, and how long the part needs until it
/// can be disturbed again.
enum FaultKind {
  WORKER_KILLED(8, 0, 4_000, 1_500, random -> new Fault.WorkerKilled(worker(random))),
  // The session lasts 4 s, see WorkerSettings.
  WORKER_STOPPED(6, 5_000, 9_000, 500, random -> new Fault.WorkerStopped(worker(random))),
  WORKER_LEAVES(5, 0, 4_000, 3_500, random -> new Fault.WorkerLeaves(worker(random))),
  WORKER_JOINS(4, 4_000, 9_000, 2_500, random -> new Fault.WorkerJoins()),
  ALL_WORKERS_KILLED(2, 500, 4_000, 2_500, random -> new Fault.AllWorkersKilled()),
  BROKER_KILLED(2, 500, 4_000, 6_000, random -> new Fault.BrokerKilled(broker(random))),
  BROKER_RESTARTED(1, 0, 2_000, 8_000, random -> new Fault.BrokerRestarted(broker(random))),
  // A broker's session lasts 3 s, see BrokerSettings.
  BROKER_STOPPED(1, 2_000, 6_000, 3_000, random -> new Fault.BrokerStopped(broker(random))),
  GROUP_COORDINATOR_KILLED(2, 500, 4_000, 6_000, random -> new Fault.GroupCoordinatorKilled()),
  TRANSACTION_COORDINATOR_KILLED(
      2, 500, 4_000, 6_000, random -> new Fault.TransactionCoordinatorKilled(worker(random))),
  JUDGE_TOO_MANY_REQUESTS(3, judge(Misbehaviour.TOO_MANY_REQUESTS)),
  JUDGE_UNAVAILABLE(3, judge(Misbehaviour.UNAVAILABLE)),
  JUDGE_INTERNAL_ERROR(2, judge(Misbehaviour.INTERNAL_ERROR)),
  JUDGE_HANGS(3, judge(Misbehaviour.HANGS)),
  JUDGE_RESETS(3, judge(Misbehaviour.RESETS)),
  JUDGE_TRUNCATES(3, judge(Misbehaviour.TRUNCATES)),
  JUDGE_BAD_GATEWAY(1, judge(Misbehaviour.BAD_GATEWAY)),
  JUDGE_CUT_JSON(2, judge(Misbehaviour.CUT_JSON)),
  JUDGE_NO_SCORE(1, judge(Misbehaviour.NO_SCORE)),
  JUDGE_NONSENSE(1, judge(Misbehaviour.NONSENSE)),
  JUDGE_SLOW(3, judge(Misbehaviour.SLOW)),
  JUDGE_DIES(4, random -> new Fault.JudgeDies(random.nextInt(SoakShape.JUDGES))),
  ALL_JUDGES_DIE(2, 1_000, 5_000, 0, random -> new Fault.AllJudgesDie());

  private final int weight;
  private final int shortestMillis;
  private final int longestMillis;
  private final int recoveryMillis;

  @SuppressWarnings("ImmutableEnumChecker") // The functions above hold nothing that changes.
  private final Function<RandomGenerator, Fault> draw;

  FaultKind(
      int weight,
      int shortestMillis,
      int longestMillis,
      int recoveryMillis,
      Function<RandomGenerator, Fault> draw) {
    this.weight = weight;
    this.shortestMillis = shortestMillis;
    this.longestMillis = longestMillis;
    this.recoveryMillis = recoveryMillis;
    this.draw = draw;
  }

  FaultKind(int weight, Function<RandomGenerator, Fault> draw) {
    this(weight, 2_000, 8_000, 0, draw);
  }

  /// How often it occurs in a long plan, in proportion to the others' weights.
  int weight() {
    return weight;
  }

  /// How long what it disturbed needs afterwards, about, until all is as before.
  Duration recovery() {
    return Duration.ofMillis(recoveryMillis);
  }

  /// One such fault, its target chosen at random.
  Fault fault(RandomGenerator random) {
    return draw.apply(random);
  }

  /// How long one such fault lasts, chosen at random.
  Duration duration(RandomGenerator random) {
    return Duration.ofMillis(random.nextInt(shortestMillis, longestMillis + 1));
  }

  private static int worker(RandomGenerator random) {
    return random.nextInt(SoakShape.WORKERS);
  }

  private static int broker(RandomGenerator random) {
    return random.nextInt(SoakShape.BROKERS);
  }

  private static Function<RandomGenerator, Fault> judge(Misbehaviour how) {
    return random -> new Fault.JudgeMisbehaves(random.nextInt(SoakShape.JUDGES), how);
  }
}
