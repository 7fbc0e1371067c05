package io.gavel.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A pool with a number of slots: each works on one request for its drawn latency, further ones
/// wait in order.
public final class Slots implements Pool {
  private final int count;
  private final Latency latency;
  private final Semaphore free;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> answeredNanos = new ConcurrentHashMap<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger mostInside = new AtomicInteger();

  /// @param count how many it works on at once
  /// @param latency how long on each
  public Slots(int count, Latency latency) {
    this.count = count;
    this.latency = latency;
    this.free = new Semaphore(count, true);
  }

  @Override
  public void serve(String id) throws InterruptedException {
    Duration work = latency.of(id);
    mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
    try {
      free.acquire();
      try {
        calls.add(new Call(System.nanoTime(), work.toNanos()));
        Thread.sleep(work);
      } finally {
        free.release();
      }
    } finally {
      inside.decrementAndGet();
    }
    answeredNanos.put(id, System.nanoTime());
  }

  @Override
  public long firstCallNanos() {
    return calls.stream()
        .mapToLong(Call::startNanos)
        .min()
        .orElseThrow(() -> new IllegalStateException("no request reached the pool"));
  }

  /// The most requests that were with the pool at once, waiting ones included.
  public int mostInside() {
    return mostInside.get();
  }

  /// When a request was answered last, by [System#nanoTime]; empty while it was not.
  public Optional<Long> answeredNanos(String id) {
    return Optional.ofNullable(answeredNanos.get(id));
  }

  /// How well the slots were used.
  public Saturation saturation() {
    return new Saturation(count, new ArrayList<>(calls));
  }

  /// The calls that got a slot so far.
  public List<Call> calls() {
    return List.copyOf(calls);
  }
}
