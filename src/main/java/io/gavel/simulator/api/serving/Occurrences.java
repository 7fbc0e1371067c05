package io.gavel.simulator.api.serving;

import java.util.LinkedHashMap;
import java.util.Map;

/// Counts how often the same was asked, so that a retry meets another fate than the first attempt
/// and a run can be replayed all the same. Remembers the last [#LIMIT] prompts. For any thread.
public final class Occurrences {
  static final int LIMIT = 100_000;

  private final LinkedHashMap<String, Integer> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > LIMIT;
        }
      };

  /// How often this was asked before.
  public synchronized int next(String prompt) {
    return counts.merge(prompt, 1, Integer::sum) - 1;
  }
}
