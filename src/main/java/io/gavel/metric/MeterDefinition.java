package io.gavel.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/// A meter of the [Catalogue]. Asking for it twice with the same values for its tags gives the same
/// one. For any thread.
public sealed interface MeterDefinition {
  /// Its name, as Micrometer writes them: lower case, with dots.
  String name();

  /// Its unit, `seconds` for instance; empty where it counts what its name says.
  String unit();

  /// What it counts, in one line.
  String description();

  /// The names of its tags; each meter of this name has them all.
  List<String> tags();

  /// Adds up from the start of the process.
  record ForCounter(String name, String unit, String description, List<String> tags)
      implements MeterDefinition {
    /// The counter.
    ///
    /// @param tagValues one for each of the tags, in their order
    /// @throws IllegalArgumentException when there are too few or too many
    public Counter in(MeterRegistry registry, String... tagValues) {
      return Counter.builder(name)
          .description(description)
          .baseUnit(unit.isEmpty() ? null : unit)
          .tags(tagged(this, tagValues))
          .register(registry);
    }
  }

  /// Shows what is now.
  record ForGauge(String name, String unit, String description, List<String> tags)
      implements MeterDefinition {
    /// Registers the gauge; where there is one with the same tags already, that one stays. It goes
    /// by [MeterRegistry#remove].
    ///
    /// @param value what it shows; asked by whoever reads the meters, on any thread
    /// @param tagValues one for each of the tags, in their order
    /// @throws IllegalArgumentException when there are too few or too many
    public Gauge in(MeterRegistry registry, DoubleSupplier value, String... tagValues) {
      return Gauge.builder(name, value, DoubleSupplier::getAsDouble)
          .description(description)
          .baseUnit(unit.isEmpty() ? null : unit)
          .tags(tagged(this, tagValues))
          // Nobody else may hold the supplier, and a gauge without one shows nothing.
          .strongReference(true)
          .register(registry);
    }
  }

  /// Counts durations and sorts them into [#BUCKETS].
  record ForTimer(String name, String unit, String description, List<String> tags)
      implements MeterDefinition {
    /// The upper bounds, from a quick transaction to the longest judge call.
    static final List<Duration> BUCKETS =
        Stream.of(
                5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000)
            .map(Duration::ofMillis)
            .toList();

    /// The timer.
    ///
    /// @param tagValues one for each of the tags, in their order
    /// @throws IllegalArgumentException when there are too few or too many
    public Timer in(MeterRegistry registry, String... tagValues) {
      return Timer.builder(name)
          .description(description)
          .serviceLevelObjectives(BUCKETS.toArray(Duration[]::new))
          .tags(tagged(this, tagValues))
          .register(registry);
    }
  }

  private static List<Tag> tagged(MeterDefinition meter, String... values) {
    List<String> names = meter.tags();
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          "%s has the tags %s, not %d of them".formatted(meter.name(), names, values.length));
    }
    List<Tag> tagged = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tagged.add(Tag.of(names.get(i), values[i]));
    }
    return tagged;
  }
}
