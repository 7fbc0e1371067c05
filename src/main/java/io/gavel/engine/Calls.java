package io.gavel.engine;

import io.gavel.judge.Judge;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests that are with the judge, one virtual thread each. The loop's thread starts and
/// cancels them; what is finished waits in a queue for it.
final class Calls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final Judge judge;
  private final OutcomeAssembler assembler;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("judge-call-", 0).factory());
  private final Map<Call, Future<?>> underWay = new ConcurrentHashMap<>();
  private final BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();

  private record Call(PartitionLedger<Finished> ledger, long offset) {}

  Calls(Judge judge, OutcomeAssembler assembler) {
    this.judge = judge;
    this.assembler = assembler;
  }

  /// How many are under way.
  int size() {
    return underWay.size();
  }

  /// What is finished and was not taken yet, oldest first.
  BlockingQueue<Finished> finished() {
    return finished;
  }

  void start(PartitionLedger<Finished> ledger, Decoded.Intact<JudgeRequest> request) {
    Call call = new Call(ledger, request.source().offset());
    FutureTask<?> task = new FutureTask<>(() -> judge(call, request), null);
    underWay.put(call, task);
    threads.execute(task);
  }

  /// Cancels the calls of some assignments: their connections are closed, and they finish as
  /// nothing.
  void cancel(Predicate<PartitionLedger<Finished>> ofLedger) {
    underWay.forEach((call, task) -> {
      if (ofLedger.test(call.ledger())) {
        underWay.remove(call);
        task.cancel(true);
      }
    });
  }

  @Override
  public void close() {
    cancel(ledger -> true);
    threads.close();
  }

  private void judge(Call call, Decoded.Intact<JudgeRequest> request) {
    try {
      Outcome outcome = assembler.judged(request, judge.assess(request.value()));
      finished.add(new Finished(call.ledger(), request, outcome));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // An error too: a request without an outcome would hold back its partition for ever.
      LOG.error(
          "judge_defect topic={} partition={} offset={}",
          request.source().topic(),
          request.source().partition(),
          request.source().offset(),
          e);
      finished.add(new Finished(call.ledger(), request, assembler.defect(request, e)));
    } finally {
      underWay.remove(call);
    }
  }
}
