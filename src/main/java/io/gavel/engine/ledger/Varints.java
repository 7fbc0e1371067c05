package io.gavel.engine.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Whole numbers in as few bytes as they need: seven bits a byte, the lowest first, the high bit
/// set where another byte follows (LEB128, as in Protocol Buffers).
final class Varints {
  private static final int MAX_BYTES = 9;

  private Varints() {}

  /// @param value 0 or more
  static void write(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  static long read(ByteBuffer in) throws UnreadableMapException {
    long value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      if (!in.hasRemaining()) {
        break;
      }
      int next = in.get();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new UnreadableMapException("it ends within a number");
  }
}
