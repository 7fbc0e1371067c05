package io.gavel.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// The monitor role.
///
/// @param applicationId names the stream application: its consumer group and its internal topics
/// @param windows the sizes of windows, ascending, each a multiple of the one before
/// @param grace how long after its end a window takes late feedback, in event time
/// @param retainedWindows how many windows of each size are kept
/// @param seriesRetention how long a series that gets no new window keeps its place
/// @param tags the tags of generations that part series
/// @param seriesLimit how many series there are at most, per partition
/// @param publishInterval how often windows that have changed are published
/// @param stateDir where the stores live; empty: a folder in the system's temporary folder
/// @param threads stream threads of this worker
/// @param drift how drift is looked for
/// @param alertmanager where alerts are posted beside their topic
public record MonitorConfig(
    String applicationId,
    List<Duration> windows,
    Duration grace,
    int retainedWindows,
    Duration seriesRetention,
    List<String> tags,
    int seriesLimit,
    Duration publishInterval,
    String stateDir,
    int threads,
    DriftConfig drift,
    AlertmanagerConfig alertmanager) {
  private static final int MOST_SIZES = 4;
  private static final int MOST_TAGS = 4;
  private static final int MOST_RETAINED = 100_000;

  /// Checks and copies.
  public MonitorConfig {
    Check.notBlank("monitor.application_id", applicationId);
    windows = List.copyOf(windows);
    checkWindows(windows);
    Check.that(
        retainedWindows > 0 && retainedWindows <= MOST_RETAINED,
        "monitor.retained_windows",
        retainedWindows,
        "from 1 to " + MOST_RETAINED);
    Check.that(
        !grace.isNegative()
            && grace.compareTo(windows.getFirst().multipliedBy(retainedWindows)) <= 0,
        "monitor.grace",
        grace,
        "no longer than the smallest windows are retained");
    Check.positive("monitor.series_retention", seriesRetention);
    Check.that(
        seriesRetention.compareTo(windows.getFirst().multipliedBy(retainedWindows)) >= 0,
        "monitor.series_retention",
        seriesRetention,
        "no shorter than the smallest windows are retained");
    tags = List.copyOf(tags);
    Check.that(
        tags.size() <= MOST_TAGS
            && new HashSet<>(tags).size() == tags.size()
            && tags.stream().noneMatch(String::isBlank),
        "monitor.tags",
        tags,
        "at most " + MOST_TAGS + " names, each once");
    Check.positive("monitor.series_limit", seriesLimit);
    Check.positive("monitor.publish_interval", publishInterval);
    Check.positive("monitor.threads", threads);
    Check.that(
        drift.settle().compareTo(grace) <= 0,
        "monitor.drift.settle",
        drift.settle(),
        "no longer than monitor.grace");
    Check.that(
        !drift.enabled() || windows.getFirst().compareTo(DriftConfig.LONGEST_WINDOW) <= 0,
        "monitor.windows",
        windows.stream().map(Durations::text).toList(),
        "such that the smallest is a day at most, or monitor.drift.enabled false");
    Check.that(
        drift.trailing().compareTo(windows.getFirst()) >= 0,
        "monitor.drift.trailing",
        drift.trailing(),
        "as long as the smallest window or longer");
  }

  private static void checkWindows(List<Duration> windows) {
    List<String> written = windows.stream().map(Durations::text).toList();
    Check.that(
        !windows.isEmpty() && windows.size() <= MOST_SIZES,
        "monitor.windows",
        written,
        "1 to " + MOST_SIZES + " sizes");
    Check.that(
        windows.getFirst().compareTo(Duration.ofSeconds(1)) >= 0,
        "monitor.windows",
        written,
        "sizes of 1s or more");
    for (int i = 1; i < windows.size(); i++) {
      long smaller = windows.get(i - 1).toMillis();
      long larger = windows.get(i).toMillis();
      Check.that(
          larger > smaller && larger % smaller == 0,
          "monitor.windows",
          written,
          "ascending, each a multiple of the one before");
    }
  }

  /// How long windows of a size are kept.
  public Duration retention(Duration size) {
    return size.multipliedBy(retainedWindows);
  }
}
