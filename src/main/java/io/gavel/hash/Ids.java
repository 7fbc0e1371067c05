package io.gavel.hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Hashes of text parts: SHA-256 (FIPS 180-4) over each part's length in bytes, as 4 bytes
/// big-endian, and its UTF-8 bytes, so that no two lists of parts run into each other.
public final class Ids {
  private static final int ID_BYTES = 16;

  private Ids() {}

  /// An id of 32 hexadecimal digits, the first 128 bits of the hash: the same parts give the same
  /// id.
  public static String hash(String... parts) {
    return HexFormat.of().formatHex(digest(parts), 0, ID_BYTES);
  }

  /// A number in [0, 1), uniform over different parts: the first 53 bits of the hash.
  public static double uniform(String... parts) {
    return (ByteBuffer.wrap(digest(parts)).getLong() >>> 11) * 0x1.0p-53;
  }

  private static byte[] digest(String... parts) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      sha256.update(bytes);
    }
    return sha256.digest();
  }
}
