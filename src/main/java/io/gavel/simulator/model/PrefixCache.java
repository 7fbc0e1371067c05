package io.gavel.simulator.model;

import java.util.LinkedHashMap;
import java.util.Map;

/// The prefix cache of a server: the blocks of earlier prompts, the least recently used thrown out
/// first. Not for several threads at once.
final class PrefixCache {
  private static final float LOAD_FACTOR = 0.75f;

  private final LinkedHashMap<Long, Boolean> blocks;

  /// @param tokens how many tokens it holds; 0: it never holds any
  PrefixCache(int tokens) {
    int limit = tokens / Prompt.BLOCK_TOKENS;
    this.blocks =
        new LinkedHashMap<>(16, LOAD_FACTOR, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > limit;
          }
        };
  }

  /// How many tokens of a prompt are here already; the prompt is here afterwards. At least the last
  /// token is always computed again, as vLLM does, because the answer's first token needs it.
  int read(Prompt prompt) {
    int hits = 0;
    while (hits < prompt.blocks() && blocks.get(prompt.block(hits)) != null) {
      hits++;
    }
    // From the end: of two blocks the one nearer to the beginning is worth keeping longer.
    for (int i = prompt.blocks() - 1; i >= 0; i--) {
      blocks.put(prompt.block(i), true);
    }
    int usable = (prompt.tokens() - 1) / Prompt.BLOCK_TOKENS;
    return Math.max(0, Math.min(hits, usable)) * Prompt.BLOCK_TOKENS;
  }

  void clear() {
    blocks.clear();
  }
}
