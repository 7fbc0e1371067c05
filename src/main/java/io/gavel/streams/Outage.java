package io.gavel.streams;

import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.SchemaRefusedException;
import io.gavel.topic.KafkaFailures;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.rocksdb.RocksDBException;

/// A failure outside Gavel that may pass, by itself or when somebody mends it: what is needed is
/// down, missing or refuses.
///
/// @param event the event's name in the log
/// @param detail names what and where, for a person
record Outage(String event, String detail) {
  private static final String TOO_LARGE = "; raise max.message.bytes of its topic";
  private static final String APPLY = "; create them with `gavel topics apply`";

  /// The source topics do not exist.
  static Outage topicsMissing(List<String> names) {
    return new Outage("topics_missing", "missing topics " + names + APPLY);
  }

  /// Sorts what stopped the stream; empty where waiting cannot help: a fault in Gavel itself, in
  /// its settings, or in its own internal records.
  static Optional<Outage> of(Throwable thrown) {
    List<Throwable> chain = KafkaFailures.chain(thrown);
    for (Throwable cause : chain) {
      if (cause instanceof RegistryUnavailableException) {
        return Optional.of(new Outage("registry_unavailable", KafkaFailures.text(cause)));
      }
      if (cause instanceof SchemaRefusedException) {
        return Optional.of(new Outage("schema_refused", KafkaFailures.text(cause)));
      }
      if (cause instanceof MissingSourceTopicException) {
        return Optional.of(new Outage("topics_missing", KafkaFailures.text(cause) + APPLY));
      }
      if (cause instanceof RecordTooLargeException) {
        return Optional.of(new Outage("record_too_large", KafkaFailures.text(cause) + TOO_LARGE));
      }
    }
    Throwable root = chain.getLast();
    if (chain.stream().allMatch(Outage::isOutside)) {
      return Optional.of(new Outage("stream_stopped", KafkaFailures.text(root)));
    }
    return Optional.empty();
  }

  private static boolean isOutside(Throwable cause) {
    return switch (cause) {
      case ConfigException _ -> KafkaFailures.isOfUnknownHosts(cause);
      case SerializationException _ -> false;
      case KafkaException _, IOException _, RocksDBException _ -> true;
      default -> false;
    };
  }
}
