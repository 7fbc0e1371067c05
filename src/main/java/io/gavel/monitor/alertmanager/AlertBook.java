package io.gavel.monitor.alertmanager;

import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The newest state of every alert, by the labels that Alertmanager knows it by: a series that
/// moves again replaces what stood there of the last time. Reading the topic anew from its
/// beginning leads to the same book. For one thread.
final class AlertBook {
  private final AlertLabels labels;
  private final int limit;
  private final Map<Map<String, String>, KnownAlert> known = new LinkedHashMap<>();
  private long version;

  /// @param labels which labels an alert has
  /// @param limit how many alerts are kept at most
  AlertBook(AlertLabels labels, int limit) {
    this.labels = labels;
    this.limit = limit;
  }

  /// Takes one record of the topic; those of one series come in the order in which they were
  /// written.
  ///
  /// @param at when it was written
  /// @return false where the book is full and the alert is left out
  boolean hear(Alert alert, Instant at) {
    Map<String, String> key = labels.of(alert);
    if (!known.containsKey(key) && known.size() >= limit) {
      return false;
    }
    Optional<Instant> clearedAt =
        alert.getState() == AlertState.CLEARED ? Optional.of(at) : Optional.empty();
    known.put(key, new KnownAlert(alert, clearedAt, ++version));
    return true;
  }

  /// Every alert by its labels, in the order in which they were first heard of; live.
  Map<Map<String, String>, KnownAlert> known() {
    return Collections.unmodifiableMap(known);
  }

  /// How many are open.
  long open() {
    return known.values().stream().filter(KnownAlert::isOpen).count();
  }

  /// Forgets alerts that are over.
  ///
  /// @param told whether nobody needs to be told of the alert with these labels any more
  void forgetCleared(Predicate<Map<String, String>> told) {
    known.entrySet().removeIf(it -> !it.getValue().isOpen() && told.test(it.getKey()));
  }
}
