package io.gavel.enrich.decision;

/// A pattern in which `*` stands for any characters, also none; everything else stands for itself.
final class Glob {
  private Glob() {}

  /// Whether the whole text fits the pattern. Greedy with one step back to the last `*`, so its
  /// time is at most the product of the two lengths, whatever the pattern.
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
