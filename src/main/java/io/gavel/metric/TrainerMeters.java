package io.gavel.metric;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.IntSupplier;

/// What becomes of trainers' requests for rewards. For any thread.
public final class TrainerMeters {
  /// A request that was answered with its rewards.
  public static final String REWARDED = "rewarded";

  /// A request that may be answered later: 503.
  public static final String NOT_NOW = "not_now";

  /// A request that will not be answered until something is mended: 422.
  public static final String NEVER = "never";

  /// A request that is wrong itself: 400 or 413.
  public static final String REFUSED = "refused";

  private final MeterRegistry registry;

  /// @param registry where the meters are
  public TrainerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /// A request was answered.
  ///
  /// @param outcome [#REWARDED], [#NOT_NOW], [#NEVER] or [#REFUSED]
  /// @param took how long that took
  public void request(String outcome, Duration took) {
    Catalogue.TRAINER_REQUESTS.in(registry, outcome).record(took);
  }

  /// Samples were asked for.
  ///
  /// @param published how many of them were new and are published, 0 or more
  /// @param known how many were known from an earlier request, 0 or more
  public void samples(int published, int known) {
    Catalogue.TRAINER_SAMPLES.in(registry, "published").increment(published);
    Catalogue.TRAINER_SAMPLES.in(registry, "known").increment(known);
  }

  /// How many samples wait for their reward.
  ///
  /// @param count their number
  public void waiting(IntSupplier count) {
    Catalogue.TRAINER_SAMPLES_WAITING.in(registry, count::getAsInt);
  }
}
