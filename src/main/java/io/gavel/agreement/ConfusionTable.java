package io.gavel.agreement;

import java.util.List;

/// How often which label met which verdict. Immutable.
public final class ConfusionTable {
  private final List<String> categories;
  private final long[][] counts;

  private ConfusionTable(List<String> categories, long[][] counts) {
    this.categories = categories;
    this.counts = counts;
  }

  /// The table of items.
  ///
  /// @param categories the names of the categories, in their order; not empty
  /// @param labels for each item, the index of its label's category
  /// @param verdicts for each item, the index of its verdict's category; as long as `labels`
  /// @throws IllegalArgumentException where the lengths differ
  public static ConfusionTable of(List<String> categories, int[] labels, int[] verdicts) {
    if (labels.length != verdicts.length) {
      throw new IllegalArgumentException(
          "%d labels and %d verdicts".formatted(labels.length, verdicts.length));
    }
    long[][] counts = new long[categories.size()][categories.size()];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]][verdicts[i]]++;
    }
    return new ConfusionTable(List.copyOf(categories), counts);
  }

  /// The names of the categories, in their order.
  public List<String> categories() {
    return categories;
  }

  /// How many items have this label and this verdict.
  ///
  /// @param label index of the label's category
  /// @param verdict index of the verdict's category
  public long count(int label, int verdict) {
    return counts[label][verdict];
  }

  /// How many items have this label.
  public long labelled(int label) {
    long sum = 0;
    for (long count : counts[label]) {
      sum += count;
    }
    return sum;
  }

  /// How many items have this verdict.
  public long judged(int verdict) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[verdict];
    }
    return sum;
  }

  /// How many items there are.
  public long total() {
    long sum = 0;
    for (int label = 0; label < counts.length; label++) {
      sum += labelled(label);
    }
    return sum;
  }
}
