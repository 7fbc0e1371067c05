package io.gavel.simulator.model;

import java.util.stream.LongStream;

/// What the model needs of a prompt: how long it is, and a hash for each of its blocks that covers
/// everything up to the block's end. So two prompts share a prefix of n blocks exactly when their
/// first n hashes are the same.
public final class Prompt {
  /// A block of the prefix cache; vLLM's default.
  public static final int BLOCK_TOKENS = 16;

  private final int tokens;
  private final long[] blocks;

  private Prompt(int tokens, long[] blocks) {
    this.tokens = tokens;
    this.blocks = blocks;
  }

  /// Counts a prompt's tokens and hashes its whole blocks; the rest at its end is in none.
  public static Prompt of(String text) {
    LongStream.Builder blocks = LongStream.builder();
    long hash = 0x9E3779B97F4A7C15L;
    int tokens = 0;
    int from = 0;
    while (from < text.length()) {
      int end = Tokens.end(text, from);
      for (int i = from; i < end; i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001B3L; // FNV-1a (Fowler, Noll, Vo), 64 bits
      }
      from = end;
      tokens++;
      if (tokens % BLOCK_TOKENS == 0) {
        hash ^= hash >>> 32;
        blocks.add(hash);
      }
    }
    return new Prompt(tokens, blocks.build().toArray());
  }

  /// How many tokens it has.
  public int tokens() {
    return tokens;
  }

  int blocks() {
    return blocks.length;
  }

  long block(int index) {
    return blocks[index];
  }
}
