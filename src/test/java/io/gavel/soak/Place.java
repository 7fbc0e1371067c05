package io.gavel.soak;

/// Where a record stands.
///
/// @param topic the topic's whole name
/// @param partition the partition
/// @param offset the offset
record Place(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
