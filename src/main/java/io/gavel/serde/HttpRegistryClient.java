package io.gavel.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.serde.RegistryTransport.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/// Confluent's REST interface: what is asked of a registry and what its answers mean.
final class HttpRegistryClient implements RegistryClient {
  private static final int CONFLICT = 409;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Subject, version, schema; the last two when they were deleted softly.
  private static final Set<Integer> NOT_FOUND = Set.of(40401, 40402, 40403, 40404, 40406);

  private static final int NO_RULE_OF_ITS_OWN = 40408;

  /// How many schemas one may refer to, in all.
  private static final int MAX_REFERENCES = 200;

  private final RegistryTransport transport;
  private final boolean removeJavaProperties;
  private final String registering;

  /// @throws io.gavel.config.InvalidConfigException when a setting cannot be used
  HttpRegistryClient(SerdeSettings settings) {
    this.transport = new RegistryTransport(settings);
    this.removeJavaProperties = settings.flag("avro.remove.java.properties");
    this.registering = settings.flag("normalize.schemas") ? "?normalize=true" : "";
  }

  @Override
  public int register(String subject, Schema schema) {
    Answer answer = postVersion(subject, schema);
    if (answer.status() == CONFLICT) {
      // Of two that register the first schema of a subject at the same time, a registry may tell
      // the
      // slower one of a conflict (Apicurio: the artifact already exists), though nothing is wrong.
      Optional<Integer> registeredMeanwhile = find(subject, schema);
      if (registeredMeanwhile.isPresent()) {
        return registeredMeanwhile.get();
      }
      answer = postVersion(subject, schema);
    }
    return number(allowed(answer, subject, schema), "id");
  }

  private Answer postVersion(String subject, Schema schema) {
    return transport.send("POST", subjectPath(subject) + "/versions" + registering, body(schema));
  }

  @Override
  public Optional<Integer> find(String subject, Schema schema) {
    Answer answer = transport.send("POST", subjectPath(subject) + registering, body(schema));
    return isNotFound(answer)
        ? Optional.empty()
        : Optional.of(number(allowed(answer, subject, schema), "id"));
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    Answer answer = transport.send("GET", subjectPath(subject) + "/versions/latest", null);
    if (isNotFound(answer)) {
      return Optional.empty();
    }
    int id = number(ok(answer), "id");
    return Optional.of(
        new RegisteredSchema(id, subject, number(answer, "version"), schema(answer, id)));
  }

  @Override
  public Optional<Schema> byId(int id) {
    Answer answer = transport.send("GET", "/schemas/ids/" + id, null);
    return isNotFound(answer) ? Optional.empty() : Optional.of(schema(ok(answer), id));
  }

  @Override
  public List<String> incompatibilities(String subject, Schema schema) {
    String path = "/compatibility" + subjectPath(subject) + "/versions/latest?verbose=true";
    Answer answer = transport.send("POST", path, body(schema));
    if (isNotFound(answer)) {
      return List.of();
    }
    JsonNode compatible = allowed(answer, subject, schema).body().path("is_compatible");
    if (!compatible.isBoolean()) {
      throw strange(answer);
    }
    if (compatible.asBoolean()) {
      return List.of();
    }
    List<String> messages = new ArrayList<>();
    answer.body().path("messages").forEach(message -> messages.add(message.asText()));
    return messages.isEmpty() ? likelyReasons(subject, schema) : List.copyOf(messages);
  }

  /// Not every registry gives its reasons here; Avro's own judgement of the latest version stands
  /// in.
  private List<String> likelyReasons(String subject, Schema schema) {
    List<String> reasons =
        latest(subject)
            .map(latest ->
                InMemoryRegistry.problems(compatibility(subject), latest.schema(), schema))
            .orElse(List.of());
    return reasons.isEmpty() ? List.of("the registry gives no reason") : reasons;
  }

  @Override
  public String compatibility(String subject) {
    Answer own = transport.send("GET", "/config/" + encoded(subject), null);
    Answer answer =
        isNotFound(own) || own.errorCode() == NO_RULE_OF_ITS_OWN
            ? transport.send("GET", "/config", null)
            : own;
    String rule = ok(answer).body().path("compatibilityLevel").asText("");
    if (rule.isEmpty()) {
      throw strange(answer);
    }
    return rule;
  }

  @Override
  public void setCompatibility(String subject, String rule) {
    ObjectNode body = JSON.createObjectNode().put("compatibility", rule);
    Answer answer = transport.send("PUT", "/config/" + encoded(subject), body);
    if (answer.status() == 422 || answer.status() == 400) {
      throw new SchemaRefusedException(
          "subject %s: the registry %s refuses the compatibility rule %s: %s"
              .formatted(subject, answer.url(), rule, answer.summary()));
    }
    ok(answer);
  }

  @Override
  public void close() {
    transport.close();
  }

  private ObjectNode body(Schema schema) {
    Schema sent = removeJavaProperties ? SchemaText.withoutJavaProperties(schema) : schema;
    return JSON.createObjectNode().put("schema", sent.toString());
  }

  private Schema schema(Answer answer, int id) {
    JsonNode body = answer.body();
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnreadableRecordException(
          "schema id %d is of type %s in the registry %s, not Avro"
              .formatted(id, type, answer.url()));
    }
    if (!body.path("schema").isTextual()) {
      throw strange(answer);
    }
    List<String> referenced = new ArrayList<>();
    collect(body.path("references"), id, new ArrayList<>(), referenced);
    try {
      return SchemaText.parse(body.path("schema").asText(), referenced);
    } catch (AvroRuntimeException e) { // Not only its SchemaParseException: "Duplicate field".
      throw new UnreadableRecordException(
          "schema id %d of the registry %s is no valid Avro schema: %s"
              .formatted(id, answer.url(), e.getMessage()),
          e);
    }
  }

  /// Adds the texts that a schema refers to, each after those it refers to itself.
  private void collect(JsonNode references, int id, List<String> seen, List<String> texts) {
    for (JsonNode reference : references) {
      String path =
          subjectPath(reference.path("subject").asText())
              + "/versions/"
              + reference.path("version").asInt();
      if (seen.contains(path)) {
        continue;
      }
      seen.add(path);
      Answer answer = transport.send("GET", path, null);
      if (isNotFound(answer) || seen.size() > MAX_REFERENCES) {
        throw new UnreadableRecordException(
            "schema id %d refers to %s, which the registry %s does not give (%s)"
                .formatted(id, path, answer.url(), answer.summary()));
      }
      collect(ok(answer).body().path("references"), id, seen, texts);
      texts.add(answer.body().path("schema").asText());
    }
  }

  private static Answer allowed(Answer answer, String subject, Schema schema) {
    if (answer.status() == 409 || answer.status() == 422) {
      throw new SchemaRefusedException(
          "subject %s: the registry %s refuses the schema of %s%s: %s"
              .formatted(
                  subject,
                  answer.url(),
                  schema.getFullName(),
                  answer.status() == 409 ? " as incompatible with those before it" : "",
                  answer.summary()));
    }
    return ok(answer);
  }

  private static Answer ok(Answer answer) {
    if (!answer.isOk() || !answer.body().isObject()) {
      throw strange(answer);
    }
    return answer;
  }

  private static boolean isNotFound(Answer answer) {
    return answer.status() == 404 && NOT_FOUND.contains(answer.errorCode());
  }

  private static int number(Answer answer, String field) {
    JsonNode number = answer.body().path(field);
    if (!number.canConvertToInt()) {
      throw strange(answer);
    }
    return number.asInt();
  }

  private static RegistryUnavailableException strange(Answer answer) {
    return new RegistryUnavailableException(
        "%s does not answer as a schema registry does: %s; check the path of schema.registry.url"
            .formatted(answer.url(), answer.summary()));
  }

  private static String subjectPath(String subject) {
    return "/subjects/" + encoded(subject);
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
