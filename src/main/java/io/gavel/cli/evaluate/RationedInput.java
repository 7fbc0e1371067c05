package io.gavel.cli.evaluate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Gives out at most 16 MiB between two renewals, so that no one record can fill the memory. For
/// one thread.
final class RationedInput extends FilterInputStream {
  private static final int RATION = 16 << 20;

  private int left = RATION;

  RationedInput(InputStream input) {
    super(input);
  }

  /// The ration is spent.
  static final class SpentException extends IOException {
    private static final long serialVersionUID = 1L;

    SpentException() {
      super("a record is longer than 16 MiB");
    }
  }

  /// From here on there is a whole ration again.
  void renew() {
    left = RATION;
  }

  @Override
  public int read() throws IOException {
    return taken(super.read(), 1);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    return taken(read, read);
  }

  private int taken(int result, int bytes) throws IOException {
    left -= Math.max(0, bytes);
    if (left < 0) {
      throw new SpentException();
    }
    return result;
  }
}
