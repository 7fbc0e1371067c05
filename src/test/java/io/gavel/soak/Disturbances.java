package io.gavel.soak;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What each fault does to the system, and how it is put right. For any thread.
///
/// @param workers the workers
/// @param brokers the brokers
/// @param cluster what the brokers say
/// @param judges the judge pool
record Disturbances(Workers workers, Brokers brokers, ClusterView cluster, Judges judges) {
  private static final Duration JOINING = Duration.ofSeconds(30);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(300);

  /// Disturbs, waits, and puts right; returns when what was disturbed is as before.
  ///
  /// @param fault what goes wrong
  /// @param duration how long
  /// @return what was hit, where the fault itself does not say; may be empty
  /// @throws IllegalStateException when it cannot be put right
  String run(Fault fault, Duration duration) throws InterruptedException {
    switch (fault) {
      case Fault.WorkerKilled(int worker) -> {
        workers.kill(worker);
        last(duration);
        start(worker);
      }
      case Fault.WorkerStopped(int worker) -> {
        workers.stop(worker);
        last(duration);
        workers.goOn(worker);
        awaitJoined(worker);
      }
      case Fault.WorkerLeaves(int worker) -> {
        workers.leave(worker);
        last(duration);
        start(worker);
      }
      case Fault.WorkerJoins() -> {
        start(SoakShape.GUEST);
        last(duration);
        workers.leave(SoakShape.GUEST);
      }
      case Fault.AllWorkersKilled() -> {
        IntStream.rangeClosed(0, SoakShape.GUEST).forEach(workers::kill);
        last(duration);
        IntStream.range(0, SoakShape.WORKERS).forEach(workers::start);
        for (int worker = 0; worker < SoakShape.WORKERS; worker++) {
          awaitJoined(worker);
        }
      }
      case Fault.BrokerKilled(int broker) -> kill(broker, duration);
      case Fault.BrokerRestarted(int broker) -> {
        boolean inTime = brokers.end(broker);
        last(duration);
        brokers.startAgain(broker);
        cluster.awaitWhole();
        return inTime ? "" : "it did not end in time and was killed";
      }
      case Fault.BrokerStopped(int broker) -> {
        brokers.stop(broker);
        last(duration);
        brokers.goOn(broker);
        cluster.awaitWhole();
      }
      case Fault.GroupCoordinatorKilled() -> {
        int broker = cluster.coordinatorOfGroup(WorkerSettings.GROUP).orElse(0);
        kill(broker, duration);
        return "broker=" + broker;
      }
      case Fault.TransactionCoordinatorKilled(int worker) -> {
        int broker = cluster.coordinatorOfTransactions(WorkerSettings.workerId(worker)).orElse(0);
        kill(broker, duration);
        return "broker=" + broker;
      }
      case Fault.JudgeMisbehaves(int judge, Misbehaviour how) -> {
        judges.misbehave(judge, how);
        last(duration);
        judges.behave(judge);
      }
      case Fault.JudgeDies(int judge) -> {
        judges.die(judge);
        last(duration);
        judges.comeBack(judge);
      }
      case Fault.AllJudgesDie() -> {
        IntStream.range(0, SoakShape.JUDGES).forEach(judges::die);
        last(duration);
        IntStream.range(0, SoakShape.JUDGES).forEach(judges::comeBack);
      }
    }
    return "";
  }

  private void start(int worker) throws InterruptedException {
    workers.start(worker);
    awaitJoined(worker);
  }

  /// So that what is disturbed next was at work. A worker that cannot join is not waited for
  /// without end: then the outcomes will tell.
  private void awaitJoined(int worker) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + JOINING.toNanos();
    while (System.nanoTime() - deadlineNanos < 0
        && !(workers.isUp(worker)
            && cluster.hasJoined(WorkerSettings.GROUP, WorkerSettings.workerId(worker)))) {
      last(LOOK_INTERVAL);
    }
  }

  private void kill(int broker, Duration duration) throws InterruptedException {
    brokers.kill(broker);
    last(duration);
    brokers.startAgain(broker);
    cluster.awaitWhole();
  }

  private static void last(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
