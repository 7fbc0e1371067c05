package io.gavel.serde;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/// A schema registry within this process, for tests: `mock://scope`. Clients of one scope see one
/// registry. Each subject starts `BACKWARD`; the transitive rules are not told from the plain ones.
final class InMemoryRegistry implements RegistryClient {
  /// What a URL of such a registry starts with.
  static final String SCHEME = "mock://";

  /// Kafka makes the classes that write and read from their names alone, so only something static
  /// lets both see one registry. Tests only; a scope lives as long as the process.
  private static final Map<String, InMemoryRegistry> SCOPES = new ConcurrentHashMap<>();

  private static final Pattern RULE = Pattern.compile("(BACKWARD|FORWARD|FULL)(_TRANSITIVE)?|NONE");

  private final List<Schema> byId = new ArrayList<>();
  private final Map<String, List<RegisteredSchema>> subjects = new HashMap<>();
  private final Map<String, String> rules = new HashMap<>();

  static InMemoryRegistry of(String scope) {
    return SCOPES.computeIfAbsent(scope, ignored -> new InMemoryRegistry());
  }

  @Override
  public synchronized int register(String subject, Schema given) {
    Schema schema = SchemaText.withoutJavaProperties(given);
    Optional<Integer> known = find(subject, schema);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> problems = incompatibilities(subject, schema);
    if (!problems.isEmpty()) {
      throw new SchemaRefusedException(
          "subject %s: the registry refuses schema %s as incompatible: %s"
              .formatted(subject, schema.getFullName(), String.join("; ", problems)));
    }
    if (!byId.contains(schema)) {
      byId.add(schema);
    }
    int id = byId.indexOf(schema) + 1;
    List<RegisteredSchema> versions =
        subjects.computeIfAbsent(subject, ignored -> new ArrayList<>());
    versions.add(new RegisteredSchema(id, subject, versions.size() + 1, schema));
    return id;
  }

  @Override
  public synchronized Optional<Integer> find(String subject, Schema given) {
    Schema schema = SchemaText.withoutJavaProperties(given);
    return subjects.getOrDefault(subject, List.of()).stream()
        .filter(version -> version.schema().equals(schema))
        .map(RegisteredSchema::id)
        .findFirst();
  }

  @Override
  public synchronized Optional<RegisteredSchema> latest(String subject) {
    return Optional.ofNullable(subjects.get(subject)).map(List::getLast);
  }

  @Override
  public synchronized Optional<Schema> byId(int id) {
    return id >= 1 && id <= byId.size() ? Optional.of(byId.get(id - 1)) : Optional.empty();
  }

  @Override
  public synchronized List<String> incompatibilities(String subject, Schema schema) {
    Optional<Schema> latest = latest(subject).map(RegisteredSchema::schema);
    if (latest.isEmpty()) {
      return List.of();
    }
    return problems(compatibility(subject), latest.get(), schema);
  }

  @Override
  public synchronized String compatibility(String subject) {
    return rules.getOrDefault(subject, "BACKWARD");
  }

  @Override
  public synchronized void setCompatibility(String subject, String rule) {
    if (!RULE.matcher(rule).matches()) {
      throw new SchemaRefusedException(
          "subject %s: the registry knows no compatibility rule %s".formatted(subject, rule));
    }
    rules.put(subject, rule);
  }

  @Override
  public void close() {
    // Others of the same scope go on.
  }

  /// Why a schema cannot follow another under a rule, by Avro's own judgement.
  static List<String> problems(String rule, Schema before, Schema after) {
    List<String> problems = new ArrayList<>();
    if (rule.startsWith("BACKWARD") || rule.startsWith("FULL")) {
      problems.addAll(unreadable(after, before));
    }
    if (rule.startsWith("FORWARD") || rule.startsWith("FULL")) {
      problems.addAll(unreadable(before, after));
    }
    return List.copyOf(problems);
  }

  private static List<String> unreadable(Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
        ? List.of()
        : result.getIncompatibilities().stream()
            .map(i -> i.getType() + " at " + i.getLocation() + ": " + i.getMessage())
            .collect(Collectors.toUnmodifiableList());
  }
}
