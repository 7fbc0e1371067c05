package io.gavel.soak;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Something that goes wrong with one part of the system. It claims what it disturbs, so that two
/// faults never undo each other's effect and never more than one broker is away at once.
sealed interface Fault {
  /// What is disturbed, as names: two faults that share one never overlap.
  Set<String> claims();

  /// A worker's process is killed (SIGKILL) and started again later.
  record WorkerKilled(int worker) implements Fault {
    @Override
    public Set<String> claims() {
      return Set.of("worker-" + worker);
    }
  }

  /// A worker's process is stopped (SIGSTOP) for longer than its session lasts, and then continued:
  /// a zombie that still believes in its assignment.
  record WorkerStopped(int worker) implements Fault {
    @Override
    public Set<String> claims() {
      return Set.of("worker-" + worker);
    }
  }

  /// A worker is told to end (SIGTERM), and started again later.
  record WorkerLeaves(int worker) implements Fault {
    @Override
    public Set<String> claims() {
      return Set.of("worker-" + worker);
    }
  }

  /// One more worker joins, and is told to end later.
  record WorkerJoins() implements Fault {
    @Override
    public Set<String> claims() {
      return Set.of("worker-" + SoakShape.GUEST);
    }
  }

  /// All workers are killed at once, and started again later.
  record AllWorkersKilled() implements Fault {
    @Override
    public Set<String> claims() {
      return names("worker-", SoakShape.GUEST + 1);
    }
  }

  /// A broker's process is killed (SIGKILL) and started again later.
  record BrokerKilled(int broker) implements Fault {
    @Override
    public Set<String> claims() {
      return SoakShape.ONE_BROKER_AT_A_TIME;
    }
  }

  /// A broker hands over its partitions and ends (SIGTERM), and is started again later.
  record BrokerRestarted(int broker) implements Fault {
    @Override
    public Set<String> claims() {
      return SoakShape.ONE_BROKER_AT_A_TIME;
    }
  }

  /// A broker's process is stopped (SIGSTOP) and continued: a leader that does not know of its
  /// successor.
  record BrokerStopped(int broker) implements Fault {
    @Override
    public Set<String> claims() {
      return SoakShape.ONE_BROKER_AT_A_TIME;
    }
  }

  /// The broker that coordinates the workers' group is killed, and started again later.
  record GroupCoordinatorKilled() implements Fault {
    @Override
    public Set<String> claims() {
      return SoakShape.ONE_BROKER_AT_A_TIME;
    }
  }

  /// The broker that coordinates a worker's transactions is killed, and started again later.
  record TransactionCoordinatorKilled(int worker) implements Fault {
    @Override
    public Set<String> claims() {
      return SoakShape.ONE_BROKER_AT_A_TIME;
    }
  }

  /// Most answers of a judge's server are replaced for a while.
  record JudgeMisbehaves(int judge, Misbehaviour how) implements Fault {
    @Override
    public Set<String> claims() {
      return Set.of("judge-" + judge);
    }
  }

  /// A judge's server is gone: its connections end and its port is closed.
  record JudgeDies(int judge) implements Fault {
    @Override
    public Set<String> claims() {
      return Set.of("judge-" + judge);
    }
  }

  /// All judges' servers are gone.
  record AllJudgesDie() implements Fault {
    @Override
    public Set<String> claims() {
      return names("judge-", SoakShape.JUDGES);
    }
  }

  private static Set<String> names(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> prefix + number)
        .collect(Collectors.toUnmodifiableSet());
  }
}
