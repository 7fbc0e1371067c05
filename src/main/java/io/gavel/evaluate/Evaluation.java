package io.gavel.evaluate;

import io.gavel.evaluate.data.LabelledItem;
import io.gavel.judge.Judge;
import io.gavel.judge.Verdict;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Asks a judge about items, many at a time, each ask on a virtual thread. Used by one thread; the
/// calls have their own.
public final class Evaluation implements AutoCloseable {
  private final Judge judge;
  private final ItemRequests requests;
  private final Optional<VerdictLog> log;
  private final Listener listener;
  private final int inFlight;
  private final Semaphore slots;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Assessed> assessed = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /// Is told what comes.
  @FunctionalInterface
  public interface Listener {
    /// An ask has its outcome; on any thread.
    ///
    /// @param outcome what came
    /// @param isKnown whether an earlier run had asked it
    void done(Outcome outcome, boolean isKnown);
  }

  /// @param judge is asked
  /// @param requests makes the requests
  /// @param log knows what was asked before, and is told what comes; empty: nothing is kept
  /// @param inFlight how many calls are under way at once, at least 1
  /// @param listener is told what comes
  public Evaluation(
      Judge judge,
      ItemRequests requests,
      Optional<VerdictLog> log,
      int inFlight,
      Listener listener) {
    this.judge = judge;
    this.requests = requests;
    this.log = log;
    this.inFlight = inFlight;
    this.slots = new Semaphore(inFlight);
    this.listener = listener;
  }

  /// Has everything about an item asked; waits while too many calls are under way.
  ///
  /// @param item one without a problem ([ItemRequests#problem])
  /// @throws UncheckedIOException where a verdict could not be written
  /// @throws IllegalStateException where a call failed in a way that no judge can
  public void add(LabelledItem item) throws InterruptedException {
    Assessed one = Assessed.of(item);
    assessed.add(one);
    for (Ask ask : requests.of(item)) {
      Optional<Outcome> known = log.flatMap(written -> written.known(ask.request().getRequestId()));
      if (known.isPresent()) {
        one.put(ask.view(), known.get());
        listener.done(known.get(), true);
      } else {
        slots.acquire();
        check();
        calls.execute(() -> call(item.number(), ask, one));
      }
    }
  }

  /// Waits for the calls under way.
  ///
  /// @return all items, in the order in which they were added
  /// @throws UncheckedIOException where a verdict could not be written
  /// @throws IllegalStateException where a call failed in a way that no judge can
  public List<Assessed> finish() throws InterruptedException {
    slots.acquire(inFlight);
    slots.release(inFlight);
    check();
    return List.copyOf(assessed);
  }

  /// Cancels the calls under way and waits for their end.
  @Override
  public void close() {
    calls.shutdownNow();
    calls.close();
  }

  private void call(long number, Ask ask, Assessed item) {
    try {
      Verdict verdict = judge.assess(ask.request());
      log.ifPresent(written -> written.append(number, ask, verdict));
      Outcome outcome = VerdictJson.outcome(verdict);
      item.put(ask.view(), outcome);
      listener.done(outcome, false);
    } catch (InterruptedException e) {
      // Cancelled: the next run asks it.
      failure.compareAndSet(null, e);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      slots.release();
    }
  }

  private void check() throws InterruptedException {
    Throwable thrown = failure.get();
    if (thrown instanceof InterruptedException) {
      throw new InterruptedException("a call was cancelled");
    }
    if (thrown instanceof UncheckedIOException e) {
      throw e;
    }
    if (thrown != null) {
      throw new IllegalStateException(thrown.getMessage(), thrown);
    }
  }
}
