package io.gavel.cli.send;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.Generation;
import io.gavel.schema.Message;
import io.gavel.schema.Rubric;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one line as a generation: the fields of the generation's schema, or those of the Feedback
/// Collection beside them. Everything is checked, and what is wrong is said in one go. For any
/// thread.
public final class LineParser {
  private static final int MAX_ID_LENGTH = 200;
  private static final int MAX_CANDIDATES = 256;
  private static final Set<String> ROLES = Set.of("user", "assistant", "system", "tool");
  private static final Set<String> OWN =
      Generation.getClassSchema().getFields().stream()
          .map(field -> field.name())
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> BOTH =
      Stream.concat(
              OWN.stream()
                  .filter(name -> !name.equals("response") && !name.equals("reference_answer")),
              FeedbackCollection.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final LineDefaults defaults;
  private final InstantSource clock;

  /// @param defaults what lines lack
  /// @param clock when lines without a time were made
  public LineParser(LineDefaults defaults, InstantSource clock) {
    this.defaults = defaults;
    this.clock = clock;
  }

  /// Looks at one line.
  public ParsedLine parse(RawLine line) {
    return switch (line) {
      case RawLine.Unreadable unreadable ->
          new ParsedLine.Invalid(unreadable.number(), unreadable.message());
      case RawLine.Text text -> parse(text);
    };
  }

  private ParsedLine parse(RawLine.Text line) {
    JsonNode value;
    try {
      value = JSON.readValue(line.text());
    } catch (JsonProcessingException e) {
      return new ParsedLine.Invalid(line.number(), "not valid JSON: " + explain(e));
    }
    if (!(value instanceof ObjectNode object)) {
      return new ParsedLine.Invalid(
          line.number(),
          "each line must be a JSON object, this one is "
              + Fields.kind(value)
              + (value.isArray() ? " (jq -c '.[]' FILE writes an array as lines)" : ""));
    }
    Fields fields = new Fields(object);
    ParsedLine.Valid valid =
        FeedbackCollection.isOne(fields)
            ? feedbackCollection(line.number(), fields)
            : own(line.number(), fields);
    String problems = fields.problems();
    return problems.isEmpty() ? valid : new ParsedLine.Invalid(line.number(), problems);
  }

  private ParsedLine.Valid own(long number, Fields fields) {
    fields.onlyKnown(OWN);
    return new ParsedLine.Valid(
        number,
        generation(
            fields, "instruction", "response", "reference_answer", fields.texts("rubric_ids")),
        Optional.empty());
  }

  private ParsedLine.Valid feedbackCollection(long number, Fields fields) {
    fields.onlyKnown(BOTH);
    Rubric rubric = FeedbackCollection.rubric(fields);
    List<String> rubricIds = new ArrayList<>(fields.texts("rubric_ids"));
    rubricIds.add(rubric.getRubricId());
    return new ParsedLine.Valid(
        number,
        generation(
            fields,
            FeedbackCollection.INSTRUCTION,
            FeedbackCollection.RESPONSE,
            FeedbackCollection.REFERENCE_ANSWER,
            rubricIds),
        Optional.of(rubric));
  }

  private Generation generation(
      Fields fields, String instruction, String response, String reference, List<String> rubrics) {
    Map<String, String> tags = new TreeMap<>(defaults.tags());
    tags.putAll(fields.map("tags"));
    Generation.Builder builder =
        Generation.newBuilder()
            .setApplication(orDefault(fields, "application", defaults.application()))
            .setModel(orDefault(fields, "model", defaults.model()))
            .setTags(tags)
            .setConversation(conversation(fields))
            .setInstruction(fields.requiredNotEmpty(instruction))
            .setResponse(fields.required(response))
            .setReferenceId(fields.notEmpty("reference_id"))
            .setReferenceAnswer(fields.notEmpty(reference))
            .setCandidateGroup(fields.notEmpty("candidate_group"))
            .setCandidateCount(fields.integer("candidate_count", 1, MAX_CANDIDATES))
            .setRubricIds(rubrics.stream().distinct().toList());
    JsonNode time = fields.value("created_at");
    builder.setCreatedAt(time == null ? clock.instant() : CreatedAt.read(fields, time));
    String id = fields.notEmpty("generation_id");
    if (id != null && id.length() > MAX_ID_LENGTH) {
      fields.problem("generation_id", "must have at most " + MAX_ID_LENGTH + " characters");
    }
    return builder.setGenerationId(id == null ? ContentId.of(builder, time != null) : id).build();
  }

  private static String orDefault(Fields fields, String name, @Nullable String value) {
    if (fields.has(name)) {
      return fields.requiredNotEmpty(name);
    }
    if (value == null) {
      fields.problem(name, "missing: say it in the line or with --" + name);
    }
    return value == null ? "" : value;
  }

  private static List<Message> conversation(Fields fields) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode element : fields.array("conversation")) {
      String where = "conversation[" + messages.size() + "]";
      if (!(element instanceof ObjectNode object)) {
        fields.problem(
            where, "must be an object with role and content, not " + Fields.kind(element));
        messages.add(new Message("", ""));
        continue;
      }
      Fields message = new Fields(object);
      message.onlyKnown(Set.of("role", "content"));
      String role = message.required("role");
      if (object.path("role").isTextual() && !ROLES.contains(role)) {
        message.problem("role", "must be user, assistant, system or tool");
      }
      messages.add(new Message(role, message.required("content")));
      if (!message.problems().isEmpty()) {
        fields.problem(where, message.problems());
      }
    }
    return messages;
  }

  /// Jackson's message without the quoted source, which may hold the content.
  private static String explain(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    // Jackson adds where its own source is, which says nothing here.
    return TerminalText.line(e.getOriginalMessage().replaceAll(" \\(start marker at .*", ""), 160)
        + (location == null ? "" : " (column %d)".formatted(location.getColumnNr()));
  }
}
