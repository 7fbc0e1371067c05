package io.gavel.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void linesAreNumberedAndBlankOnesCount() throws IOException {
    assertThat(read("{\"a\":1}\n\n  \r\n{\"b\":2}"))
        .containsExactly(new RawLine.Text(1, "{\"a\":1}"), new RawLine.Text(4, "{\"b\":2}"));
  }

  @Test
  void anEmptyInputHasNoLine() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("\n")).isEmpty();
  }

  @Test
  void aByteOrderMarkAtTheStartIsDropped() throws IOException {
    assertThat(read("\uFEFF{}\n")).containsExactly(new RawLine.Text(1, "{}"));
  }

  @Test
  void invalidUtf8IsReportedAndTheNextLineIsRead() throws IOException {
    byte[] bytes = {'a', (byte) 0xC3, '(', '\n', 'b', '\n'};
    assertThat(read(new ByteArrayInputStream(bytes)))
        .containsExactly(
            new RawLine.Unreadable(1, "the line is not valid UTF-8"), new RawLine.Text(2, "b"));
  }

  @Test
  void theLongestLineIsReadAndALongerOneIsReportedWithItsLength() throws IOException {
    String longest = "x".repeat(LineReader.MAX_BYTES);
    assertThat(read(longest + "\n" + longest + "x\nb"))
        .containsExactly(
            new RawLine.Text(1, longest),
            new RawLine.Unreadable(2, "the line is longer than 1 MiB (1048577 bytes)"),
            new RawLine.Text(3, "b"));
  }

  @Test
  void anInputWithoutLineEndsIsReadPastWithoutKeepingIt() throws IOException {
    long length = 300L << 20; // far beyond what a test that kept it could pass quickly
    LineReader lines = new LineReader(endless(length));
    assertThat(lines.next())
        .isEqualTo(
            new RawLine.Unreadable(
                1, "the line is longer than 1 MiB (%d bytes)".formatted(length)));
    assertThat(lines.next()).isNull();
    assertThat(lines.bytesRead()).isEqualTo(length);
  }

  private static InputStream endless(long length) {
    return new InputStream() {
      private long left = length;

      @Override
      public int read() {
        return left-- > 0 ? 'x' : -1;
      }

      @Override
      public int read(byte[] target, int offset, int wanted) {
        if (left <= 0) {
          return -1;
        }
        int count = (int) Math.min(wanted, left);
        Arrays.fill(target, offset, offset + count, (byte) 'x');
        left -= count;
        return count;
      }
    };
  }

  private static List<RawLine> read(String text) throws IOException {
    InputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return read(new SequenceInputStream(bytes, InputStream.nullInputStream()));
  }

  private static List<RawLine> read(InputStream input) throws IOException {
    LineReader reader = new LineReader(input);
    List<RawLine> lines = new ArrayList<>();
    for (RawLine line = reader.next(); line != null; line = reader.next()) {
      lines.add(line);
    }
    return lines;
  }
}
