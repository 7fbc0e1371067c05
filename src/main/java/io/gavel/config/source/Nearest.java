package io.gavel.config.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The name somebody may have meant.
final class Nearest {
  private Nearest() {}

  /// The known name with the fewest edits from the given one; empty where none is near.
  ///
  /// Case, `_`, `-` and `.` do not count, so that `bootstrapServers` is as good as a hit; otherwise
  /// one edit in four characters is allowed, and at least two.
  static Optional<String> of(String name, Collection<String> known) {
    String plain = plain(name);
    return known.stream()
        .filter(it -> edits(plain, plain(it)) <= Math.max(2, plain.length() / 4))
        .min(Comparator.comparingInt(it -> edits(plain, plain(it))));
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  /// The Levenshtein distance: insertions, deletions and replacements from one to the other.
  private static int edits(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] now = new int[to.length() + 1];
      now[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[to.length()];
  }
}
