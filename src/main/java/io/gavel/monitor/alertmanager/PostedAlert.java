package io.gavel.monitor.alertmanager;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.gavel.schema.Alert;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One alert as Alertmanager's API takes it: `postableAlert` of its `api/v2/openapi.yaml`.
///
/// @param labels what it is known by
/// @param annotations what people read; texts, of bounded length
/// @param startsAt ISO 8601, UTC
/// @param endsAt until when it is open if nobody says otherwise, or since when it is over
/// @param generatorUrl where to look it up; left out where that is empty
record PostedAlert(
    Map<String, String> labels,
    Map<String, String> annotations,
    String startsAt,
    String endsAt,
    @JsonProperty("generatorURL") @JsonInclude(JsonInclude.Include.NON_EMPTY) String generatorUrl) {
  private static final int LONGEST_TEXT = 1_000;
  private static final int MOST_EXAMPLES = 10;

  /// What is told.
  ///
  /// @param labels of the alert
  /// @param known its newest state
  /// @param now when it is posted
  /// @param openUntil when an open one ends if it is not posted again
  /// @param dashboardUrl a link for people; may be empty
  static PostedAlert of(
      Map<String, String> labels,
      KnownAlert known,
      Instant now,
      Instant openUntil,
      String dashboardUrl) {
    Instant raised = known.alert().getRaisedAt();
    Instant start = raised.isAfter(now) ? now : raised;
    Instant end = known.clearedAt().map(at -> within(start, at, now)).orElse(openUntil);
    return new PostedAlert(
        labels,
        annotations(known.alert(), dashboardUrl),
        start.toString(),
        end.toString(),
        dashboardUrl);
  }

  /// Alertmanager refuses an alert that ends before it starts, and one that ends later is open.
  private static Instant within(Instant start, Instant end, Instant now) {
    if (end.isBefore(start)) {
      return start;
    }
    return end.isAfter(now) ? now : end;
  }

  private static Map<String, String> annotations(Alert alert, String dashboardUrl) {
    Map<String, String> texts = new TreeMap<>();
    // No label: an alert that is renamed, as the mean has moved as well, would be another one.
    texts.put("moved", alert.getMoved());
    texts.put("summary", cut(alert.getSummary()));
    texts.put("baseline", Double.toString(alert.getBaseline()));
    texts.put("current", Double.toString(alert.getCurrent()));
    texts.put("evidence", "%s of %s needed".formatted(alert.getEvidence(), alert.getThreshold()));
    texts.put("since", alert.getSince().toString());
    texts.put("alert_id", cut(alert.getAlertId()));
    texts.put(
        "examples",
        cut(String.join(", ", alert.getExamples().stream().limit(MOST_EXAMPLES).toList())));
    if (alert.getStandIn()) {
      texts.put("stand_in", "scores behind it came from a judge that only stands in for a model");
    }
    Optional.of(dashboardUrl)
        .filter(it -> !it.isEmpty())
        .ifPresent(it -> texts.put("dashboard", it));
    return texts;
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    // Half a character cannot be written as JSON.
    int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? 1 : 0;
    return text.substring(0, LONGEST_TEXT - end) + "...";
  }
}
