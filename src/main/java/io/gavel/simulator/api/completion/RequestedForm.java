package io.gavel.simulator.api.completion;

import static io.gavel.simulator.api.completion.InvalidRequestException.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.simulator.answer.AnswerForm;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Reads the form that a request asks for: OpenAI's `response_format`, and vLLM's
/// `structured_outputs` (since 0.12; the older `guided_...` are ignored in silence, as there).
final class RequestedForm {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String OUTPUTS = "structured_outputs";
  private static final int LONGEST_PATTERN = 1_000;

  private RequestedForm() {}

  static AnswerForm of(JsonNode body) throws InvalidRequestException {
    return body.hasNonNull(OUTPUTS)
        ? structured(body.get(OUTPUTS))
        : format(body.path("response_format"));
  }

  private static AnswerForm format(JsonNode format) throws InvalidRequestException {
    return switch (format.path("type").asText("text")) {
      case "text" -> new AnswerForm.Free();
      case "json_object" -> new AnswerForm.Json(JSON.createObjectNode());
      case "json_schema" -> {
        JsonNode schema = format.path("json_schema").path("schema");
        check(schema.isObject(), "response_format", "response_format: json_schema has no schema");
        yield new AnswerForm.Json(schema);
      }
      default ->
          throw new InvalidRequestException(
              "response_format",
              "response_format: the stand-in knows text, json_object, json_schema");
    };
  }

  private static AnswerForm structured(JsonNode outputs) throws InvalidRequestException {
    List<String> kinds =
        Stream.of("json", "regex", "choice", "grammar", "json_object", "structural_tag")
            .filter(outputs::hasNonNull)
            .toList();
    check(
        kinds.size() == 1,
        OUTPUTS,
        "You must use one kind of structured outputs constraint, and only one, but got " + kinds);
    JsonNode given = outputs.get(kinds.getFirst());
    return switch (kinds.getFirst()) {
      case "choice" -> choice(given);
      case "json" -> json(given);
      case "json_object" -> new AnswerForm.Json(JSON.createObjectNode());
      case "regex" -> regex(given.asText());
      default ->
          throw new InvalidRequestException(
              OUTPUTS, "structured_outputs: the stand-in knows choice, json, json_object, regex");
    };
  }

  private static AnswerForm choice(JsonNode choices) throws InvalidRequestException {
    List<String> texts = choices.valueStream().map(JsonNode::asText).toList();
    check(!texts.isEmpty(), OUTPUTS, "Choice '[]' cannot be an empty list");
    return new AnswerForm.Choice(texts);
  }

  private static AnswerForm json(JsonNode given) throws InvalidRequestException {
    try {
      JsonNode schema = given.isTextual() ? JSON.readTree(given.asText()) : given;
      check(schema.isObject(), OUTPUTS, "structured_outputs: json should be a schema");
      return new AnswerForm.Json(schema);
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException(OUTPUTS, "structured_outputs: json is no JSON");
    }
  }

  private static AnswerForm regex(String regex) throws InvalidRequestException {
    check(
        regex.length() <= LONGEST_PATTERN,
        OUTPUTS,
        "structured_outputs: the stand-in takes a regex of up to 1000 characters");
    try {
      return new AnswerForm.Matching(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new InvalidRequestException(
          OUTPUTS, "structured_outputs: regex: " + e.getDescription());
    }
  }
}
