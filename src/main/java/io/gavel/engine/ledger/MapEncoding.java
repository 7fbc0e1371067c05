package io.gavel.engine.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The ways to write the completed offsets beyond a watermark. Which one is shortest depends on
/// their pattern, so all are tried:
///
/// | encoding | short for |
/// | --- | --- |
/// | runs | few holes, however far apart: two numbers each |
/// | bitmap | many holes without a pattern: a bit an offset |
/// | either, deflated (RFC 1951) | many holes with a pattern, or few among very many |
enum MapEncoding {
  /// The distance to the next range and its length, in turn, as [Varints].
  RUNS(1) {
    @Override
    Optional<byte[]> write(CompletedOffsets completed) {
      return Optional.of(runs(completed));
    }

    @Override
    List<OffsetRange> read(long watermark, byte[] body) throws UnreadableMapException {
      return fromRuns(watermark, body);
    }
  },
  /// Bit i, the lowest of a byte first, is the offset i after the watermark.
  BITMAP(2) {
    @Override
    Optional<byte[]> write(CompletedOffsets completed) {
      return bitmap(completed, MAX_PLAIN_BITS);
    }

    @Override
    List<OffsetRange> read(long watermark, byte[] body) {
      return fromBitmap(watermark, body);
    }
  },
  /// [#RUNS], deflated.
  DEFLATED_RUNS(3) {
    @Override
    Optional<byte[]> write(CompletedOffsets completed) {
      return deflated(runs(completed));
    }

    @Override
    List<OffsetRange> read(long watermark, byte[] body) throws UnreadableMapException {
      return fromRuns(watermark, inflated(body));
    }
  },
  /// [#BITMAP], deflated.
  DEFLATED_BITMAP(4) {
    @Override
    Optional<byte[]> write(CompletedOffsets completed) {
      return bitmap(completed, MAX_DEFLATED_BITS).flatMap(MapEncoding::deflated);
    }

    @Override
    List<OffsetRange> read(long watermark, byte[] body) throws UnreadableMapException {
      return fromBitmap(watermark, inflated(body));
    }
  };

  /// A bitmap of more than this is longer than any limit.
  private static final long MAX_PLAIN_BITS = 8L * 8192;

  /// So much deflates in less than a millisecond; beyond it runs are shorter anyway.
  private static final long MAX_DEFLATED_BITS = 8L * 65_536;

  /// Below this deflating gains nothing.
  private static final int MIN_DEFLATED_BYTES = 48;

  private static final int MAX_INFLATED_BYTES = 1 << 20;

  private final byte code;

  MapEncoding(int code) {
    this.code = (byte) code;
  }

  /// What names it in a map; never reused for another.
  byte code() {
    return code;
  }

  /// The encoding that a code names.
  static MapEncoding of(byte code) throws UnreadableMapException {
    for (MapEncoding encoding : values()) {
      if (encoding.code == code) {
        return encoding;
      }
    }
    throw new UnreadableMapException("its encoding " + code + " is not known to this version");
  }

  /// The offsets beyond the watermark; empty where this way would be too long to be worth it.
  abstract Optional<byte[]> write(CompletedOffsets completed);

  /// What [#write] wrote.
  abstract List<OffsetRange> read(long watermark, byte[] body) throws UnreadableMapException;

  private static byte[] runs(CompletedOffsets completed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long end = completed.watermark();
    for (OffsetRange range : completed.beyond()) {
      Varints.write(out, range.from() - end);
      Varints.write(out, range.length());
      end = range.to();
    }
    return out.toByteArray();
  }

  private static List<OffsetRange> fromRuns(long watermark, byte[] body)
      throws UnreadableMapException {
    ByteBuffer in = ByteBuffer.wrap(body);
    List<OffsetRange> ranges = new ArrayList<>();
    long end = watermark;
    while (in.hasRemaining()) {
      long from = end + Varints.read(in);
      end = from + Varints.read(in);
      if (from < 0 || end <= from) {
        throw new UnreadableMapException("one of its ranges is none");
      }
      ranges.add(new OffsetRange(from, end));
    }
    return ranges;
  }

  private static Optional<byte[]> bitmap(CompletedOffsets completed, long maxBits) {
    if (completed.end() - completed.watermark() > maxBits) {
      return Optional.empty();
    }
    BitSet bits = new BitSet();
    for (OffsetRange range : completed.beyond()) {
      bits.set(
          (int) (range.from() - completed.watermark()), (int) (range.to() - completed.watermark()));
    }
    return Optional.of(bits.toByteArray());
  }

  private static List<OffsetRange> fromBitmap(long watermark, byte[] body) {
    BitSet bits = BitSet.valueOf(body);
    List<OffsetRange> ranges = new ArrayList<>();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int to = bits.nextClearBit(from);
      ranges.add(new OffsetRange(watermark + from, watermark + to));
      from = bits.nextSetBit(to);
    }
    return ranges;
  }

  private static Optional<byte[]> deflated(byte[] plain) {
    if (plain.length < MIN_DEFLATED_BYTES) {
      return Optional.empty();
    }
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[1024];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return Optional.of(out.toByteArray());
    }
  }

  private static byte[] inflated(byte[] deflated) throws UnreadableMapException {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(deflated);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[1024];
      while (!inflater.finished()) {
        int count = inflater.inflate(chunk);
        if (count == 0 || out.size() > MAX_INFLATED_BYTES) {
          throw new UnreadableMapException("its compressed part ends too early or is too long");
        }
        out.write(chunk, 0, count);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new UnreadableMapException("its compressed part is damaged");
    }
  }
}
