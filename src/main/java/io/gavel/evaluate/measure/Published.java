package io.gavel.evaluate.measure;

import java.util.Map;

/// What a paper reports of a data set, to be set beside one's own numbers.
///
/// @param source which judge, measured by whom
/// @param values the numbers, by the key of the measure; empty where nothing is known
public record Published(String source, Map<String, Double> values) {
  /// Nothing is known.
  public static final Published NOTHING = new Published("", Map.of());

  /// MT-Bench against GPT-4: Kim et al. 2024, Prometheus 2.
  public static final Published MT_BENCH =
      new Published(
          "Prometheus 2 7B against GPT-4 on MT-Bench (Kim et al. 2024)",
          Map.of("pearson", 0.548, "spearman", 0.509, "kendall_tau_b", 0.390));

  /// Copies.
  public Published {
    values = Map.copyOf(values);
  }
}
