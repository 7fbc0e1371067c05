package io.gavel.enrich;

import io.gavel.deadletter.Reason;
import io.gavel.enrich.decision.Validity;
import io.gavel.schema.Policy;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.UnreadableRecordException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads the records of a compacted topic: rubrics, references or policies. For one thread.
///
/// @param <T> the record's class
final class Definitions<T> implements AutoCloseable {
  private final String topic;
  private final Deserializer<T> deserializer;
  private final Check<T> check;

  private Definitions(String topic, Deserializer<T> deserializer, Check<T> check) {
    this.topic = topic;
    this.deserializer = deserializer;
    this.check = check;
  }

  /// Rubrics.
  static Definitions<Rubric> rubrics(String topic, RecordSerdes serdes) {
    return new Definitions<>(topic, serdes.deserializer(Rubric.class), Validity::rubric);
  }

  /// References.
  static Definitions<Reference> references(String topic, RecordSerdes serdes) {
    return new Definitions<>(topic, serdes.deserializer(Reference.class), Validity::reference);
  }

  /// Policies.
  static Definitions<Policy> policies(String topic, RecordSerdes serdes) {
    return new Definitions<>(topic, serdes.deserializer(Policy.class), Validity::policy);
  }

  /// What is wrong with a record, for a person; null where nothing is.
  interface Check<T> {
    @Nullable String problem(String key, T value, int bytes);
  }

  /// What a record's bytes hold.
  sealed interface Definition<T> {
    /// A record that can be used.
    record Usable<T>(T value) implements Definition<T> {}

    /// One that never can be, and so is treated as if it were not there.
    record Unusable<T>(Reason reason, String detail) implements Definition<T> {}
  }

  /// Reads.
  ///
  /// @param key the record's key
  /// @param bytes the record's value
  /// @throws RegistryUnavailableException when it cannot be read now; reading it later may succeed
  Definition<T> read(String key, byte[] bytes) {
    T value;
    try {
      value = deserializer.deserialize(topic, bytes);
    } catch (UnreadableRecordException e) {
      return new Definition.Unusable<>(Reason.UNREADABLE_RECORD, String.valueOf(e.getMessage()));
    }
    String problem = check.problem(key, value, bytes.length);
    return problem == null
        ? new Definition.Usable<>(value)
        : new Definition.Unusable<>(Reason.INVALID_RECORD, problem);
  }

  @Override
  public void close() {
    deserializer.close();
  }
}
