package io.gavel.simulator.model;

import io.gavel.judge.model.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Runs a [ServerModel] in real time, on a thread of its own. For any number of threads.
public final class BatchRunner implements AutoCloseable {
  private final ServerModel model;
  private final MonotonicClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Job, CompletableFuture<Finished>> awaited = new HashMap<>();
  private final Thread thread;
  private boolean closed;

  /// @param model given away: nobody else may use it
  /// @param clock the time
  /// @param name of the thread
  public BatchRunner(ServerModel model, MonotonicClock clock, String name) {
    this.model = model;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::loop);
  }

  /// Runs jobs to their end. An interrupt aborts those that are not done: their slots are free.
  ///
  /// @return what became of them, in their order; empty where the queue has no room
  /// @throws InterruptedException when the thread is interrupted meanwhile
  public Optional<List<Finished>> run(List<Job> jobs) throws InterruptedException {
    List<CompletableFuture<Finished>> results = new ArrayList<>();
    lock.lockInterruptibly();
    try {
      advance();
      if (!model.submit(jobs)) {
        return Optional.empty();
      }
      for (Job job : jobs) {
        CompletableFuture<Finished> result = new CompletableFuture<>();
        awaited.put(job, result);
        results.add(result);
      }
      advance();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      List<Finished> finished = new ArrayList<>();
      for (CompletableFuture<Finished> result : results) {
        finished.add(result.get());
      }
      return Optional.of(finished);
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes a job with an error", e);
    } finally {
      abort(jobs);
    }
  }

  /// Sets how many jobs run at once at most, 0 or more.
  public void slots(int count) {
    change(() -> model.slots(count));
  }

  /// Sets how fast it computes, 1 for as its times say.
  public void speed(double factor) {
    change(() -> model.speed(factor));
  }

  /// Forgets what the prefix cache holds.
  public void clearCache() {
    change(model::clearCache);
  }

  /// How busy it is.
  public Load load() {
    lock.lock();
    try {
      advance();
      return model.load();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the thread; jobs that are not done never will be.
  @Override
  public void close() {
    change(() -> closed = true);
    thread.interrupt();
  }

  private void abort(List<Job> jobs) {
    lock.lock();
    try {
      boolean aborted = false;
      for (Job job : jobs) {
        if (awaited.remove(job) != null) {
          advance();
          model.abort(job);
          aborted = true;
        }
      }
      if (aborted) {
        advance();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      advance();
      change.run();
      advance();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    lock.lock();
    try {
      while (!closed) {
        advance();
        Optional<Duration> next = model.next();
        if (next.isPresent()) {
          changed.awaitNanos(next.get().toNanos());
        } else {
          changed.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void advance() {
    for (Finished finished : model.advance(now())) {
      CompletableFuture<Finished> result = awaited.remove(finished.job());
      if (result != null) {
        result.complete(finished);
      }
    }
  }

  private long now() {
    return clock.elapsed().toNanos();
  }
}
