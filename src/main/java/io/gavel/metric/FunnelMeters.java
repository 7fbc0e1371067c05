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

  private static final String STAGE = "enrich";

  private final MeterRegistry registry;
  private final Counter judgeRequests;
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  /// @param registry where the meters are registered
  public FunnelMeters(MeterRegistry registry) {
    this.registry = registry;
    judgeRequests = Catalogue.JUDGE_REQUESTS.in(registry);
    Catalogue.GENERATIONS_WAITING.in(registry, this::waiting);
  }

  /// Counts one generation.
  ///
  /// @param outcome [#REQUESTED], or the reason why it yields no judge request, as a code:
  ///   `no_policy`, `filtered`, `not_sampled`, or a dead letter's reason
  public void generation(String outcome) {
    Catalogue.GENERATIONS.in(registry, outcome).increment();
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

  /// The counts so far, sorted by name: `generations.<outcome>` for each outcome seen,
  /// `judge_requests`, `dead_letters.<reason>` for each reason seen, and `waiting`.
  public Map<String, Long> snapshot() {
    Map<String, Long> counts = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      if (meter instanceof Counter counter) {
        Meter.Id id = counter.getId();
        if (id.getName().equals(Catalogue.GENERATIONS.name())) {
          counts.merge("generations." + id.getTag("outcome"), (long) counter.count(), Long::sum);
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
