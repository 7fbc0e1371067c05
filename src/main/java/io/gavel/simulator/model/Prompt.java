package io.gavel.simulator.model;

/// What the model needs of a prompt: how long it is, and a hash for each of its blocks that covers
/// everything up to the block's end. So two prompts share a prefix of n blocks exactly when their
/// first n hashes are the same.
public final class Prompt {
  /// About as many as a tokenizer for English makes.
  public static final int CHARACTERS_PER_TOKEN = 4;

  /// A block of the prefix cache; vLLM's default.
  public static final int BLOCK_TOKENS = 16;

  private static final int BLOCK_CHARACTERS = BLOCK_TOKENS * CHARACTERS_PER_TOKEN;

  private final int tokens;
  private final long[] blocks;

  private Prompt(int tokens, long[] blocks) {
    this.tokens = tokens;
    this.blocks = blocks;
  }

  /// Counts a prompt's tokens and hashes its whole blocks; the rest at its end is in none.
  public static Prompt of(String text) {
    long[] blocks = new long[text.length() / BLOCK_CHARACTERS];
    long hash = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < blocks.length * BLOCK_CHARACTERS; i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L; // FNV-1a (Fowler, Noll, Vo), 64 bits
      if ((i + 1) % BLOCK_CHARACTERS == 0) {
        hash ^= hash >>> 32;
        blocks[i / BLOCK_CHARACTERS] = hash;
      }
    }
    return new Prompt(tokens(text), blocks);
  }

  /// How many tokens a text has, about.
  public static int tokens(String text) {
    return Math.ceilDiv(text.length(), CHARACTERS_PER_TOKEN);
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
