package io.gavel.web.live;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A topic that is followed, and what becomes of its records. For the follower's thread.
interface Followed {
  /// The topic's name on the broker.
  String topic();

  /// So many records are enough: of more than that in all partitions together, the older ones are
  /// passed over.
  long enough();

  /// Takes a record. Records of one partition come in their order; after an outage some may come
  /// again.
  ///
  /// @throws io.gavel.serde.RegistryUnavailableException when it cannot be read now; it comes again
  void take(ConsumerRecord<byte[], byte[]> record);
}
