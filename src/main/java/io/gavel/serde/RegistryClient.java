package io.gavel.serde;

import io.gavel.config.RegistryConfig;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/// A schema registry that speaks Confluent's REST interface, or one in memory (`mock://scope`).
///
/// Every call blocks until there is an answer, at most the configured time-outs for each URL. Every
/// method throws [RegistryUnavailableException] when no URL gives an answer or the credentials are
/// refused. For any number of threads.
public interface RegistryClient extends AutoCloseable {
  /// A client of the configured registry. It does not connect yet.
  ///
  /// @throws io.gavel.config.InvalidConfigException when a setting cannot be used
  static RegistryClient of(RegistryConfig config) {
    return Registries.open(SerdeSettings.of(config.serde(), false));
  }

  /// Registers a schema; where the subject has it already, nothing changes.
  ///
  /// @return its id
  /// @throws SchemaRefusedException when the schema is incompatible with the subject's
  int register(String subject, Schema schema);

  /// The id of a schema that the subject has; empty when the subject does not have it.
  Optional<Integer> find(String subject, Schema schema);

  /// The latest version of a subject; empty when there is no such subject.
  Optional<RegisteredSchema> latest(String subject);

  /// The schema with an id; empty when the registry knows no such id.
  Optional<Schema> byId(int id);

  /// Why a schema could not follow the subject's latest one, in the registry's words or, where it
  /// gives none, in Avro's; empty when it could, which is always so for a subject that does not
  /// exist.
  List<String> incompatibilities(String subject, Schema schema);

  /// The subject's compatibility rule, for example `BACKWARD`: its own, or else the registry's.
  String compatibility(String subject);

  /// Sets the subject's own compatibility rule.
  ///
  /// @param rule `BACKWARD`, `BACKWARD_TRANSITIVE`, `FORWARD`, `FORWARD_TRANSITIVE`, `FULL`,
  ///   `FULL_TRANSITIVE` or `NONE`
  void setCompatibility(String subject, String rule);

  /// Ends its connections.
  @Override
  void close();
}
