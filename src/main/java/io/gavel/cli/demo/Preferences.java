package io.gavel.cli.demo;

import io.gavel.schema.Preference;
import java.util.HashMap;
import java.util.Map;

/// How often which of two models was preferred. For one thread.
final class Preferences {
  private final Map<String, Integer> won = new HashMap<>();
  private int ties;
  private int disagreed;

  void add(Preference preference) {
    if (preference.getTie()) {
      ties++;
    } else {
      won.merge(preference.getChosenModel(), 1, Integer::sum);
    }
    disagreed += preference.getOrdersAgreed() ? 0 : 1;
  }

  /// In how many pairs a model was preferred.
  int won(String model) {
    return won.getOrDefault(model, 0);
  }

  /// In how many neither was.
  int ties() {
    return ties;
  }

  /// In how many of those because the two orders of asking gave different verdicts.
  int disagreed() {
    return disagreed;
  }
}
