package io.gavel.engine;

import io.gavel.TestRecords;
import io.gavel.judge.Judge;
import io.gavel.judge.Verdict;
import io.gavel.schema.JudgeRequest;
import io.gavel.trace.AskingTrace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A judge that gives every response a 4, except where a test told it otherwise; it remembers what
/// it was asked.
final class TestingJudge implements Judge {
  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<String, Error> errors = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /// What it says of one generation.
  void says(String generationId, Verdict verdict) {
    verdicts.put(generationId, verdict);
  }

  /// What it throws when it is asked about one generation.
  void fails(String generationId, Error error) {
    errors.put(generationId, error);
  }

  /// Its verdict on one generation waits until [#release].
  void holds(String generationId) {
    gates.put(generationId, new CountDownLatch(1));
  }

  /// Lets a held verdict go.
  void release(String generationId) {
    CountDownLatch gate = gates.get(generationId);
    if (gate != null) {
      gate.countDown();
    }
  }

  /// Forgets what it was asked.
  void forget() {
    asked.clear();
  }

  /// The ids of the generations it was asked about.
  Set<String> asked() {
    return asked;
  }

  @Override
  public Verdict assess(JudgeRequest request, AskingTrace trace) throws InterruptedException {
    String id = request.getGeneration().getGenerationId();
    asked.add(id);
    Error error = errors.get(id);
    if (error != null) {
      throw error;
    }
    CountDownLatch gate = gates.get(id);
    if (gate != null) {
      gate.await();
    }
    return verdicts.getOrDefault(
        id, Verdict.Scored.plain(4, "Good.", List.of(), TestRecords.judgement(4)));
  }
}
