package io.gavel.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The meters of the funnel from generation to judge request: every generation ends under exactly
/// one outcome, and the outcome of one that yields no judge request is its reason. A counter counts
/// what was processed: a transaction that is aborted and repeated is counted twice. For any thread.
public final class FunnelMeters {
  /// The outcome of a generation that yielded at least one judge request.
  public static final String REQUESTED = "requested";

  /// The outcome of a generation that yielded no judge request by itself, and waits for the others
  /// of its candidate group.
  public static final String CANDIDATE = "candidate";

  /// The outcome of a candidate that is in at least one pair.
  public static final String PAIRED = "paired";

  /// The outcome of a candidate that had come before.
  public static final String DUPLICATE = "duplicate";

  private static final String STAGE = "enrich";

  private final MeterRegistry registry;
  private final Counter judgeRequests;
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();
  private final Map<String, Integer> candidatesWaiting = new ConcurrentHashMap<>();

  /// @param registry where the meters are registered
  public FunnelMeters(MeterRegistry registry) {
    this.registry = registry;
    judgeRequests = Catalogue.JUDGE_REQUESTS.in(registry);
    Catalogue.GENERATIONS_WAITING.in(registry, this::waiting);
    Catalogue.CANDIDATES_WAITING.in(registry, this::candidatesWaiting);
  }

  /// Counts one generation.
  ///
  /// @param outcome [#REQUESTED], [#CANDIDATE], or the reason why it yields no judge request, as a
  ///   code: `no_policy`, `filtered`, `not_sampled`, or a dead letter's reason
  public void generation(String outcome) {
    Catalogue.GENERATIONS.in(registry, outcome).increment();
  }

  /// Counts one generation that was sent again after it, or one of its rubrics, became a dead
  /// letter: it was counted as a generation when it came first.
  ///
  /// @param outcome as for [#generation], or `no_longer_selected`
  public void retriedGeneration(String outcome) {
    Catalogue.GENERATIONS_RETRIED.in(registry, outcome).increment();
  }

  /// Counts judge requests.
  ///
  /// @param count how many, 0 or more
  public void judgeRequests(int count) {
    judgeRequests.increment(count);
  }

  /// Counts one dead letter of the enrich role.
  ///
  /// @param reason the dead letter's reason code
  public void deadLetter(String reason) {
    Catalogue.DEAD_LETTERS.in(registry, STAGE, reason).increment();
  }

  /// Counts one record of a compacted topic that is not used because it cannot be.
  ///
  /// @param topic its topic
  public void skipped(String topic) {
    Catalogue.DEFINITIONS_SKIPPED.in(registry, topic).increment();
  }

  /// Sets how many generations wait in one task.
  ///
  /// @param task names the task
  /// @param count how many, 0 or more
  public void waiting(String task, int count) {
    waiting.put(task, count);
  }

  /// Forgets a task that this worker no longer has.
  ///
  /// @param task names the task
  public void released(String task) {
    waiting.remove(task);
  }

  /// How many generations wait in this worker's tasks.
  public int waiting() {
    return waiting.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Counts one generation that was to be compared by one relative rubric.
  ///
  /// @param outcome [#PAIRED], [#DUPLICATE], or a dead letter's reason, as a code
  public void candidate(String outcome) {
    candidates(outcome, 1);
  }

  /// Counts several.
  ///
  /// @param count how many, 0 or more
  public void candidates(String outcome, int count) {
    if (count > 0) {
      Catalogue.CANDIDATES.in(registry, outcome).increment(count);
    }
  }

  /// Sets how many candidates wait in one task.
  ///
  /// @param task names the task
  /// @param count how many, 0 or more
  public void candidatesWaiting(String task, int count) {
    candidatesWaiting.put(task, count);
  }

  /// Forgets the candidates of a task that this worker no longer has.
  ///
  /// @param task names the task
  public void releasedCandidates(String task) {
    candidatesWaiting.remove(task);
  }

  /// How many candidates wait in this worker's tasks.
  public int candidatesWaiting() {
    return candidatesWaiting.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The counts so far, sorted by name: `generations.<outcome>` for each outcome seen,
  /// `retried.<outcome>` and `candidates.<outcome>` likewise, `judge_requests`,
  /// `dead_letters.<reason>` for each reason seen, and `waiting`.
  public Map<String, Long> snapshot() {
    Map<String, Long> counts = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      if (meter instanceof Counter counter) {
        Meter.Id id = counter.getId();
        if (id.getName().equals(Catalogue.GENERATIONS.name())) {
          counts.merge("generations." + id.getTag("outcome"), (long) counter.count(), Long::sum);
        } else if (id.getName().equals(Catalogue.GENERATIONS_RETRIED.name())) {
          counts.merge("retried." + id.getTag("outcome"), (long) counter.count(), Long::sum);
        } else if (id.getName().equals(Catalogue.CANDIDATES.name())) {
          counts.merge("candidates." + id.getTag("outcome"), (long) counter.count(), Long::sum);
        } else if (id.getName().equals(Catalogue.DEAD_LETTERS.name())
            && STAGE.equals(id.getTag("stage"))) {
          counts.merge("dead_letters." + id.getTag("reason"), (long) counter.count(), Long::sum);
        }
      }
    }
    counts.put("judge_requests", (long) judgeRequests.count());
    counts.put("waiting", (long) waiting());
    return counts;
  }
}
