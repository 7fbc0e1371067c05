package io.gavel.monitor.window;

import io.gavel.schema.MonitoredSeries;
import io.gavel.schema.Observation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What scores are grouped by.
///
/// @param application the application
/// @param model the model that made the responses
/// @param rubricId the rubric
/// @param tags the tags that series are split by, with their values; without those that a
///   generation does not have
public record Series(
    String application, String model, String rubricId, SortedMap<String, String> tags) {
  /// The name that stands in the place of application, model and rubric where there was no place
  /// for a series of its own.
  public static final String OVERFLOW = "~overflow";

  /// Copies.
  public Series {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /// The series of an outcome.
  public static Series of(Observation observation) {
    return new Series(
        observation.getApplication(),
        observation.getModel(),
        observation.getRubricId(),
        new TreeMap<>(observation.getTags()));
  }

  /// The series of its record.
  public static Series of(MonitoredSeries series) {
    return new Series(
        series.getApplication(),
        series.getModel(),
        series.getRubricId(),
        new TreeMap<>(series.getTags()));
  }

  /// The series of all that has none of its own, within one partition.
  public static Series overflow(int partition) {
    return new Series(
        OVERFLOW,
        OVERFLOW,
        OVERFLOW,
        new TreeMap<>(Map.of("partition", Integer.toString(partition))));
  }

  /// Whether it is the one of what has none of its own.
  public boolean isOverflow() {
    return application.equals(OVERFLOW) && model.equals(OVERFLOW) && rubricId.equals(OVERFLOW);
  }

  /// Whether it tells of a judge itself and not of what it judges.
  public boolean isJudge() {
    return application.equals(JudgeHealth.APPLICATION);
  }

  /// Its name, unlike that of any other: `application/model/rubric?tag=value&tag=value`, each part
  /// encoded as in a URL.
  public String key() {
    String key = encoded(application) + "/" + encoded(model) + "/" + encoded(rubricId);
    return tags.isEmpty()
        ? key
        : key
            + tags.entrySet().stream()
                .map(tag -> encoded(tag.getKey()) + "=" + encoded(tag.getValue()))
                .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
