package io.gavel.judge;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// A judge's answer as a dead letter carries it.
final class RawAnswer {
  /// The most of it that is kept, in bytes of UTF-8.
  static final int MAX_BYTES = 64 * 1024;

  private RawAnswer() {}

  /// The answer, or as much from its start as fits, in whole characters.
  static String bounded(String answer) {
    if (answer.length() <= MAX_BYTES / 3) {
      return answer;
    }
    CharBuffer characters = CharBuffer.wrap(answer);
    // The encoder stops before the first character that does not fit.
    StandardCharsets.UTF_8.newEncoder().encode(characters, ByteBuffer.allocate(MAX_BYTES), true);
    return answer.substring(0, characters.position());
  }
}
