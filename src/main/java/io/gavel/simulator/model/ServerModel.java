package io.gavel.simulator.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// A server with continuous batching: a job waits for a slot in the order of arrival, computes its
/// prompt, and then gets its tokens together with all other jobs of the batch.
///
/// All decoding jobs get a token at the same time, so one counter of tokens per slot is enough: a
/// job that starts to decode when the counter is c is done when it is c + its tokens. How fast the
/// counter goes follows the number of running jobs and changes with every start and end. Times are
/// kept on the server's own clock, which runs at its speed.
///
/// Pure: the time is what the caller says, in nanoseconds that never go back. Not for several
/// threads at once.
public final class ServerModel {
  private final TokenTimes times;
  private final int maxQueued;
  private final PrefixCache cache;
  private final LinkedHashSet<Job> waiting = new LinkedHashSet<>();
  private final PriorityQueue<Job> prefilling =
      new PriorityQueue<>(
          Comparator.<Job>comparingDouble(job -> job.firstTokenAt).thenComparing(job -> job.order));
  private final PriorityQueue<Job> decoding =
      new PriorityQueue<>(
          Comparator.<Job>comparingDouble(job -> job.lastTokenAt).thenComparing(job -> job.order));

  private int slots;
  private double speed = 1;
  private long wallNanos;
  private double work;
  private double decodedTokens;
  private double busyNanos;
  private long jobs;

  /// @param times how long it computes
  /// @param slots how many jobs run at once at most, at least 0
  /// @param maxQueued how many wait for a slot at most; 0: any number
  /// @param cachedTokens what the prefix cache holds; 0: nothing
  public ServerModel(TokenTimes times, int slots, int maxQueued, int cachedTokens) {
    this.times = times;
    this.slots = slots;
    this.maxQueued = maxQueued;
    this.cache = new PrefixCache(cachedTokens);
  }

  /// Takes jobs, all or none, at the time of the last [#advance].
  ///
  /// @return false where the queue has no room for them
  public boolean submit(List<Job> submitted) {
    int free = Math.max(0, slots - running());
    if (maxQueued > 0 && waiting.size() + submitted.size() > maxQueued + free) {
      return false;
    }
    for (Job job : submitted) {
      job.order = jobs++;
      job.submittedNanos = wallNanos;
      waiting.add(job);
    }
    return true;
  }

  /// Drops a job, whatever it is doing; its slot is free at once.
  public void abort(Job job) {
    if (!waiting.remove(job) && !prefilling.remove(job)) {
      decoding.remove(job);
    }
  }

  /// Lets the time go on.
  ///
  /// @return what was done by then, in the order in which it was
  public List<Finished> advance(long nowNanos) {
    List<Finished> finished = new ArrayList<>();
    double target = work + (nowNanos - wallNanos) * speed;
    while (true) {
      startWaiting();
      double next = nextWork();
      if (next > target) {
        break;
      }
      moveTo(next);
      step().ifPresent(finished::add);
    }
    moveTo(target);
    wallNanos = nowNanos;
    return finished;
  }

  /// How long after the last [#advance] something happens next if nothing is submitted; empty when
  /// nothing will.
  public Optional<Duration> next() {
    double next = nextWork();
    return Double.isInfinite(next) || speed == 0
        ? Optional.empty()
        : Optional.of(
            Duration.ofNanos((long) Math.ceil(Math.min((next - work) / speed, Long.MAX_VALUE))));
  }

  /// Sets how many jobs run at once at most; what runs goes on. Takes hold with the next
  /// [#advance].
  ///
  /// @param count 0 or more
  public void slots(int count) {
    slots = count;
  }

  /// Sets how fast it computes from the time of the last [#advance] on.
  ///
  /// @param factor 1 for as its times say, 0.25 for four times slower
  public void speed(double factor) {
    speed = factor;
  }

  /// Forgets what the prefix cache holds, as a server does that is started again.
  public void clearCache() {
    cache.clear();
  }

  /// How busy it was at the time of the last [#advance].
  public Load load() {
    long held = 0;
    for (Job job : prefilling) {
      held += job.heldTokens();
    }
    for (Job job : decoding) {
      held += job.heldTokens();
    }
    return new Load(
        slots, running(), waiting.size(), held, Duration.ofNanos(Math.round(busyNanos)));
  }

  private int running() {
    return prefilling.size() + decoding.size();
  }

  private void startWaiting() {
    while (running() < slots && !waiting.isEmpty()) {
      Job job = waiting.removeFirst();
      job.cachedTokens = cache.read(job.prompt);
      double nanos = job.ownNanos + times.prefillNanos(job.prompt.tokens() - job.cachedTokens);
      job.firstTokenAt = work + nanos * job.stretch;
      job.startedNanos = wallNanos;
      prefilling.add(job);
    }
  }

  /// When the next job changes its state, on the server's own clock.
  private double nextWork() {
    double firstToken =
        prefilling.isEmpty() ? Double.POSITIVE_INFINITY : prefilling.peek().firstTokenAt;
    double lastToken =
        decoding.isEmpty()
            ? Double.POSITIVE_INFINITY
            : work + Math.max(0, decoding.peek().lastTokenAt - decodedTokens) * perToken();
    return Math.min(firstToken, lastToken);
  }

  private double perToken() {
    return times.perTokenNanos(running());
  }

  private void moveTo(double target) {
    double passed = target - work;
    if (!decoding.isEmpty() && perToken() > 0) {
      decodedTokens += passed / perToken();
    }
    double wallPassed = speed == 0 ? 0 : passed / speed;
    busyNanos += wallPassed * running();
    wallNanos += Math.round(wallPassed);
    work = target;
  }

  private Optional<Finished> step() {
    Job first = prefilling.peek();
    if (first != null && first.firstTokenAt <= work) {
      prefilling.remove();
      first.firstTokenNanos = wallNanos;
      first.lastTokenAt = decodedTokens + first.outputTokens * first.stretch;
      decoding.add(first);
      return Optional.empty();
    }
    Job done = decoding.remove();
    decodedTokens = Math.max(decodedTokens, done.lastTokenAt);
    return Optional.of(
        new Finished(
            done,
            done.cachedTokens,
            Duration.ofNanos(done.startedNanos - done.submittedNanos),
            Duration.ofNanos(done.firstTokenNanos - done.submittedNanos),
            Duration.ofNanos(wallNanos - done.submittedNanos)));
  }
}
