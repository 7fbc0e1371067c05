package io.gavel.local;

import io.gavel.schema.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What both models answered in one application in the last [#SPAN], for scores to have something
/// to be compared with. Pure: the same arguments give the same generations.
public final class PastTraffic {
  /// How far it reaches back.
  public static final Duration SPAN = Duration.ofMinutes(50);

  /// Of each model. A fall as that of the sample is found after some 50 of them, once 150 are
  /// known.
  private static final int PER_MODEL = 330;

  private PastTraffic() {}

  /// The generations, oldest first and evenly spaced.
  ///
  /// @param tasks at least one of [SampleTraffic#WORSE_APPLICATION]
  /// @param seed decides everything that is random
  /// @param end when it ends
  /// @param worseFrom when [SampleTraffic#BETTER_MODEL] gets worse; at `end` or later: it does not
  public static List<Generation> of(
      List<SampleTask> tasks, long seed, Instant end, Instant worseFrom) {
    List<SampleTask> asked =
        tasks.stream()
            .filter(task -> task.application().equals(SampleTraffic.WORSE_APPLICATION))
            .toList();
    SplittableRandom random = new SplittableRandom(seed);
    Duration gap = SPAN.dividedBy(PER_MODEL);
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < PER_MODEL; i++) {
      Instant at = end.minus(SPAN).plus(gap.multipliedBy(i));
      for (String model : SampleTraffic.MODELS) {
        SampleTask task = asked.get(random.nextInt(asked.size()));
        String id = "past-%06d-%s-%s".formatted(i, task.task(), model);
        QualityMix mix = SampleTraffic.mix(model, task, !at.isBefore(worseFrom));
        generations.add(
            SampleTraffic.generation(id, task, model, mix.at(random.nextDouble()), at).build());
      }
    }
    return generations;
  }
}
