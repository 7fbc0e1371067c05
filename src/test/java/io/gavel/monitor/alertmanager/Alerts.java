package io.gavel.monitor.alertmanager;

import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Alerts for tests.
final class Alerts {
  static final Instant RAISED = Instant.parse("2026-03-01T10:00:00Z");

  private Alerts() {}

  static Alert of(String model, AlertState state, double current) {
    return Alert.newBuilder()
        .setAlertId("alert-" + model)
        .setState(state)
        .setMoved("mean")
        .setApplication("chat")
        .setModel(model)
        .setRubricId("helpfulness")
        .setTags(Map.of("language", "en", "channel", "web"))
        .setBaseline(3.9)
        .setCurrent(current)
        .setEvidence(140)
        .setThreshold(100)
        .setSince(RAISED.minusSeconds(300))
        .setRaisedAt(RAISED)
        .setExamples(List.of("request-1", "request-2"))
        .setSummary("The mean fell from 3.9 to " + current)
        .setStandIn(true)
        .build();
  }
}
