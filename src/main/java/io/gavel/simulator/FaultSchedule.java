package io.gavel.simulator;

import io.gavel.simulator.fault.ActiveFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the faults that are about whole replicas begin and end on time, on a thread of its own.
final class FaultSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultSchedule.class);

  private final List<Replica> replicas;
  private final ActiveFaults faults;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private boolean closed;

  /// Applies what there is and goes on with what comes.
  FaultSchedule(List<Replica> replicas, ActiveFaults faults) {
    this.replicas = List.copyOf(replicas);
    this.faults = faults;
    apply();
    this.thread = Thread.ofVirtual().name("simulated-faults").start(this::loop);
  }

  /// Lets the faults take hold that there are now; to be called when they have been changed.
  void apply() {
    lock.lock();
    try {
      for (int i = 0; i < replicas.size(); i++) {
        try {
          replicas.get(i).be(faults.ofReplica(i + 1));
        } catch (IOException e) {
          LOG.error("judge_not_opened number={} reason={}", i + 1, e.getMessage());
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  private void loop() {
    lock.lock();
    try {
      while (!closed) {
        Optional<Duration> wait = faults.untilChange();
        if (wait.isEmpty()) {
          changed.await();
        } else if (changed.awaitNanos(wait.get().toNanos()) <= 0 && !closed) {
          apply();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
