package io.gavel.topic;

import io.gavel.config.GavelConfig;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegisteredSchema;
import io.gavel.serde.RegistryClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/// The schemas of all topics, compared with a registry's and registered there.
///
/// Both methods throw [io.gavel.serde.RegistryUnavailableException] when the registry does not
/// answer. For one thread.
public final class TopicSchemas {
  private final RegistryClient registry;
  private final Map<String, Schema> schemas = new LinkedHashMap<>();

  /// @param config gives the topics' prefix and the strategy that names subjects
  /// @param registry whose schemas
  public TopicSchemas(GavelConfig config, RegistryClient registry) {
    this.registry = registry;
    RecordSerdes serdes = new RecordSerdes(config.registry());
    for (Topic topic : Topic.values()) {
      Schema schema = SpecificData.get().getSchema(topic.recordClass());
      schemas.put(serdes.valueSubject(topic.name(config.topics().prefix()), schema), schema);
    }
  }

  /// How each subject stands, in the event's order.
  public List<SchemaState> check() {
    return schemas.entrySet().stream().map(it -> state(it.getKey(), it.getValue())).toList();
  }

  /// Registers what is not there yet.
  ///
  /// @return the ids by subject, in the event's order
  /// @throws io.gavel.serde.SchemaRefusedException when a schema is incompatible with its subject's
  public Map<String, Integer> register() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    schemas.forEach((subject, schema) -> ids.put(subject, registry.register(subject, schema)));
    return ids;
  }

  private SchemaState state(String subject, Schema schema) {
    Optional<RegisteredSchema> found = registry.latest(subject);
    if (found.isEmpty()) {
      return new SchemaState.Missing(subject);
    }
    RegisteredSchema latest = found.get();
    if (registry.find(subject, schema).filter(id -> id == latest.id()).isPresent()) {
      return new SchemaState.Current(subject, latest.version());
    }
    List<String> reasons = registry.incompatibilities(subject, schema);
    return reasons.isEmpty()
        ? new SchemaState.Different(subject, latest.version())
        : new SchemaState.Incompatible(subject, latest.version(), reasons);
  }
}
