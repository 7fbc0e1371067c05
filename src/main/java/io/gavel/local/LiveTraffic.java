package io.gavel.local;

import io.gavel.schema.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/// Generations as production sends them: one after another without end, at random intervals, of
/// random tasks and models. After a while [SampleTraffic#BETTER_MODEL] gets worse in
/// [SampleTraffic#WORSE_APPLICATION], as after a bad release, for the scores to show it.
///
/// Arrivals are a Poisson process: the gaps between them are exponentially distributed around the
/// reciprocal of the rate. Pure: the same arguments give the same generations. For one thread.
public final class LiveTraffic {
  /// One generation in so many comes from an application that no policy selects.
  private static final int UNSELECTED_ONE_IN = 25;

  private final List<SampleTask> tasks;
  private final SplittableRandom random;
  private final double perSecond;
  private final Instant worseFrom;
  private final Deque<Generation> candidates = new ArrayDeque<>();
  private Instant time;
  private long count;

  /// @param tasks what is asked; at least one
  /// @param seed decides everything that is random
  /// @param perSecond the mean number of arrivals in a second, above 0; candidates of one group are
  ///   one arrival
  /// @param start when it begins
  /// @param worseAfter how long after that the better model gets worse
  public LiveTraffic(
      List<SampleTask> tasks, long seed, double perSecond, Instant start, Duration worseAfter) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("arrivals per second: " + perSecond + " is not above 0");
    }
    this.tasks = List.copyOf(tasks);
    this.random = new SplittableRandom(seed);
    this.perSecond = perSecond;
    this.time = start;
    this.worseFrom = start.plus(worseAfter);
  }

  /// The next generation; its `created_at` is when it arrives. Where both models answer a task,
  /// theirs come one after the other at the same time.
  public Generation next() {
    if (!candidates.isEmpty()) {
      return candidates.removeFirst();
    }
    double gapSeconds = -Math.log1p(-random.nextDouble()) / perSecond;
    time = time.plusNanos(Math.round(gapSeconds * 1e9));
    SampleTask task = tasks.get(random.nextInt(tasks.size()));
    boolean unselected = random.nextInt(UNSELECTED_ONE_IN) == 0;
    count++;
    String id = "live-%06d-%s".formatted(count, task.task());
    if (!SampleTraffic.compared(task)) {
      String model = SampleTraffic.MODELS.get(random.nextInt(SampleTraffic.MODELS.size()));
      return generation(id, task, model, unselected).build();
    }
    for (String model : SampleTraffic.MODELS) {
      candidates.addLast(
          generation(id + "-" + model, task, model, unselected)
              .setCandidateGroup(id)
              .setCandidateCount(SampleTraffic.MODELS.size())
              .build());
    }
    return candidates.removeFirst();
  }

  private Generation.Builder generation(
      String id, SampleTask task, String model, boolean unselected) {
    QualityMix mix = SampleTraffic.mix(model, task, !time.isBefore(worseFrom));
    Generation.Builder generation =
        SampleTraffic.generation(id, task, model, mix.at(random.nextDouble()), time);
    return unselected
        ? generation.setApplication(SampleTraffic.UNSELECTED_APPLICATION)
        : generation;
  }
}
