package io.gavel.monitor.alertmanager;

import io.gavel.schema.Alert;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The labels of an alert: what it is about and no values, so that it stays the same alert to
/// Alertmanager while its numbers change. An empty label is the same to Alertmanager as none.
///
/// @param severity of every alert
record AlertLabels(String severity) {
  /// The name of every alert.
  static final String NAME = "GavelDrift";

  /// The labels, sorted.
  Map<String, String> of(Alert alert) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", NAME);
    labels.put("application", alert.getApplication());
    labels.put("model", alert.getModel());
    labels.put("rubric", alert.getRubricId());
    labels.put("severity", severity);
    labels.put(
        "tags",
        new TreeMap<>(alert.getTags())
            .entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(",")));
    labels.values().removeIf(String::isEmpty);
    return labels;
  }
}
