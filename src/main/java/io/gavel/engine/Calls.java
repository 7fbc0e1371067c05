package io.gavel.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The calls under way, one virtual thread each. The loop's thread starts and cancels them; what is
/// finished waits for it.
final class Calls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final JudgeCall judging;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("judge-call-", 0).factory());
  private final Map<Call, Future<?>> underWay = new ConcurrentHashMap<>();
  private final BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private record Call(OwnedPartition partition, long offset) {}

  /// @param judging what a call does
  Calls(JudgeCall judging) {
    this.judging = judging;
  }

  /// Why a call died without an outcome; empty while none did.
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /// How many are under way.
  int size() {
    return underWay.size();
  }

  /// What is finished and was not taken yet, oldest first. Waits for the first of it.
  ///
  /// @param longest how long it waits; zero: not at all
  List<Finished> take(Duration longest) {
    List<Finished> taken = new ArrayList<>();
    try {
      Finished first = longest.isZero() ? null : poll(longest);
      if (first != null) {
        taken.add(first);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    finished.drainTo(taken);
    return taken;
  }

  void start(OwnedPartition partition, ConsumerRecord<byte[], byte[]> source) {
    Call call = new Call(partition, source.offset());
    FutureTask<?> task = new FutureTask<>(() -> run(call, source), null);
    underWay.put(call, task);
    threads.execute(task);
  }

  /// Cancels the calls of some assignments: their connections are closed, which frees the judge,
  /// and they finish as nothing.
  void cancel(Predicate<OwnedPartition> ofPartition) {
    underWay.forEach((call, task) -> {
      if (ofPartition.test(call.partition())) {
        underWay.remove(call);
        task.cancel(true);
      }
    });
  }

  /// Cancels all, and waits for their threads.
  @Override
  public void close() {
    cancel(partition -> true);
    threads.close();
  }

  private @Nullable Finished poll(Duration longest) throws InterruptedException {
    return finished.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run(Call call, ConsumerRecord<byte[], byte[]> source) {
    try {
      finished.add(judging.make(call.partition(), source));
    } catch (InterruptedException | InterruptException e) {
      // Cancelled; Kafka's exception is what a registry asked meanwhile makes of that.
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error(
          "call_defect topic={} partition={} offset={} effect=\"judged again after a restart\"",
          source.topic(),
          source.partition(),
          source.offset(),
          e);
      failure.compareAndSet(null, e);
    }
    underWay.remove(call);
  }
}
