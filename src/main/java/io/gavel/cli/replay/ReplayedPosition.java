package io.gavel.cli.replay;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Where a replayed generation stands in production's topic. It goes with the record as a header,
/// and is how a replay knows what it has published already.
///
/// @param partition 0 or more
/// @param offset 0 or more
record ReplayedPosition(int partition, long offset) {
  /// The header's name; its value is the partition in 4 bytes and the offset in 8, big-endian.
  static final String HEADER = "gavel-replay-of";

  private static final int BYTES = Integer.BYTES + Long.BYTES;

  /// Adds the header, in place of one that is there: a replay of a replay tells its own source.
  void addTo(Headers headers) {
    headers.remove(HEADER);
    headers.add(HEADER, ByteBuffer.allocate(BYTES).putInt(partition).putLong(offset).array());
  }

  /// The position in a record's headers; empty where there is none that can be read.
  static Optional<ReplayedPosition> of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null || header.value().length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer value = ByteBuffer.wrap(header.value());
    int partition = value.getInt();
    long offset = value.getLong();
    return partition < 0 || offset < 0
        ? Optional.empty()
        : Optional.of(new ReplayedPosition(partition, offset));
  }
}
