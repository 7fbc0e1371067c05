package io.gavel.cli.send;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Splits bytes into lines of UTF-8 within a bound: what is longer is read past and never kept, so
/// an input without line ends costs no memory. A byte order mark at the start is dropped. For one
/// thread.
public final class LineReader {
  /// The longest line in bytes, 1 MiB: about what a broker takes as one record.
  public static final int MAX_BYTES = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream input;
  private final byte[] chunk = new byte[1 << 16];
  private int position;
  private int available;
  private byte[] line = new byte[8192];
  private long number;
  private long bytesRead;

  /// @param input read to its end, not closed
  public LineReader(InputStream input) {
    this.input = input;
  }

  /// The next line that is not blank; null at the end.
  public @Nullable RawLine next() throws IOException {
    while (true) {
      long length = fill();
      if (length < 0) {
        return null;
      }
      number++;
      if (length > MAX_BYTES) {
        return new RawLine.Unreadable(
            number, "the line is longer than 1 MiB (%d bytes)".formatted(length));
      }
      String text;
      try {
        text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(line, 0, (int) length))
                .toString();
      } catch (CharacterCodingException e) {
        return new RawLine.Unreadable(number, "the line is not valid UTF-8");
      }
      if (number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
        text = text.substring(1);
      }
      if (!text.isBlank()) {
        return new RawLine.Text(number, text);
      }
    }
  }

  /// How many bytes have been read, for a progress bar.
  public long bytesRead() {
    return bytesRead;
  }

  /// Reads up to the next line's end, keeping at most [#MAX_BYTES] in `line`.
  ///
  /// @return the line's whole length; -1 at the end of the input
  private long fill() throws IOException {
    long length = 0;
    while (position < available || refill()) {
      int end = position;
      while (end < available && chunk[end] != '\n') {
        end++;
      }
      keep(length, end);
      length += end - position;
      bytesRead += end - position;
      position = end;
      if (position < available) {
        position++;
        bytesRead++;
        return length;
      }
    }
    return length == 0 ? -1 : length;
  }

  private void keep(long length, int end) {
    int kept = (int) Math.min(length, MAX_BYTES);
    int added = Math.min(end - position, MAX_BYTES - kept);
    if (kept + added > line.length) {
      line = Arrays.copyOf(line, Math.clamp(2L * (kept + added), 0, MAX_BYTES));
    }
    System.arraycopy(chunk, position, line, kept, added);
  }

  private boolean refill() throws IOException {
    position = 0;
    available = Math.max(0, input.read(chunk));
    return available > 0;
  }
}
