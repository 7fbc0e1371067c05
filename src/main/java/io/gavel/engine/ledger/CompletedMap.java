package io.gavel.engine.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The completed map: the completed offsets beyond a watermark as text, kept in the metadata of the
/// committed offset. Whoever owns the partition next skips what it names.
///
///     gavel1: base64url( encoding, 1 byte | body | CRC-32C, 4 bytes )
///
/// `gavel1` is the version. The checksum (RFC 3720, appendix B.4) covers the watermark as 8 bytes,
/// the encoding and the body: a map that was moved to another offset is damaged too. Empty text is
/// the map of nothing, and what an offset that was reset by a tool has.
public final class CompletedMap {
  private static final String VERSION = "gavel1:";
  private static final int CHECKSUM_BYTES = 4;

  private CompletedMap() {}

  /// The shortest text for them, empty where nothing is completed beyond the watermark.
  public static String write(CompletedOffsets completed) {
    if (completed.beyond().isEmpty()) {
      return "";
    }
    byte[] shortest = new byte[0];
    for (MapEncoding encoding : MapEncoding.values()) {
      Optional<byte[]> body = encoding.write(completed);
      if (body.isPresent()
          && (shortest.length == 0 || body.get().length + 1 + CHECKSUM_BYTES < shortest.length)) {
        shortest = sealed(completed.watermark(), encoding, body.get());
      }
    }
    return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(shortest);
  }

  /// Reads what [#write] wrote.
  ///
  /// @param watermark the committed offset
  /// @param text its metadata
  /// @throws UnreadableMapException when it is not a map of this offset, says why
  public static CompletedOffsets read(long watermark, String text) throws UnreadableMapException {
    if (text.isEmpty()) {
      return CompletedOffsets.below(watermark);
    }
    if (!text.startsWith(VERSION)) {
      throw new UnreadableMapException("it does not begin with " + VERSION);
    }
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(text.substring(VERSION.length()));
    } catch (IllegalArgumentException e) {
      throw new UnreadableMapException("it is no base64url");
    }
    if (whole.length <= 1 + CHECKSUM_BYTES) {
      throw new UnreadableMapException("it is too short");
    }
    int end = whole.length - CHECKSUM_BYTES;
    if (ByteBuffer.wrap(whole).getInt(end) != checksum(watermark, whole, end)) {
      throw new UnreadableMapException("its checksum is wrong");
    }
    try {
      return new CompletedOffsets(
          watermark, MapEncoding.of(whole[0]).read(watermark, Arrays.copyOfRange(whole, 1, end)));
    } catch (IllegalArgumentException e) {
      throw new UnreadableMapException(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] sealed(long watermark, MapEncoding encoding, byte[] body) {
    ByteBuffer whole = ByteBuffer.allocate(1 + body.length + CHECKSUM_BYTES);
    whole.put(encoding.code()).put(body);
    return whole.putInt(checksum(watermark, whole.array(), whole.position())).array();
  }

  private static int checksum(long watermark, byte[] whole, int end) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(watermark).flip());
    checksum.update(whole, 0, end);
    return (int) checksum.getValue();
  }
}
