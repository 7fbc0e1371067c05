package io.gavel.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.simulator.answer.prompt.JudgePrompt;
import io.gavel.simulator.api.completion.InvalidRequestException;
import io.gavel.simulator.api.completion.Texts;
import java.util.ArrayList;
import java.util.List;

/// One input of a sequence classifier.
///
/// @param text all of it
/// @param read what is read in it
record Classified(String text, JudgePrompt read) {
  private static final String MESSAGES = "messages";

  static Classified of(String text) {
    return new Classified(text, JudgePrompt.read(text));
  }

  /// A response beside what it answers.
  static Classified of(String asked, String response) {
    return new Classified(
        asked + "\n\n" + response,
        new JudgePrompt.Single(JudgePrompt.Layout.OTHER, asked, response, null));
  }

  /// The inputs of `/classify` and `/pooling`: `input`, one text or several, or `messages`, of
  /// which the last is the response.
  static List<Classified> inputs(JsonNode body) throws InvalidRequestException {
    if (!body.hasNonNull(MESSAGES)) {
      return Texts.some(body, "input").stream().map(Classified::of).toList();
    }
    JsonNode messages = body.get(MESSAGES);
    String all = Texts.messages(messages);
    JsonNode last = messages.get(messages.size() - 1);
    if (!last.path("role").asText().equals("assistant")) {
      return List.of(of(all));
    }
    String response = Texts.content(last.path("content"));
    return List.of(of(all.substring(0, all.length() - response.length()).strip(), response));
  }

  /// The pairs of `/score`: one query for all documents, or one for each.
  static List<Classified> pairs(JsonNode body) throws InvalidRequestException {
    boolean named = body.has("queries");
    List<String> queries = Texts.some(body, named ? "queries" : "text_1");
    List<String> documents = Texts.some(body, named ? "documents" : "text_2");
    InvalidRequestException.check(
        queries.size() == 1 || queries.size() == documents.size(),
        named ? "queries" : "text_1",
        "Input lengths must be either 1:1, 1:N or N:N");
    List<Classified> pairs = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      pairs.add(of(queries.get(queries.size() == 1 ? 0 : i), documents.get(i)));
    }
    return pairs;
  }

  /// The `inputs` of text-embeddings-inference: a text, a pair of texts, or a list of lists of one
  /// or two texts.
  static List<Classified> predicted(JsonNode inputs) throws InvalidRequestException {
    if (!isBatch(inputs)) {
      return List.of(sequence(inputs));
    }
    List<Classified> all = new ArrayList<>();
    for (JsonNode input : inputs) {
      all.add(sequence(input));
    }
    return all;
  }

  /// Whether `inputs` is a list of lists, whose answer is a list of lists too.
  static boolean isBatch(JsonNode inputs) {
    return inputs.path(0).isArray();
  }

  private static Classified sequence(JsonNode input) throws InvalidRequestException {
    if (input.isTextual()) {
      return of(input.asText());
    }
    InvalidRequestException.check(
        input.isArray()
            && (input.size() == 1 || input.size() == 2)
            && input.valueStream().allMatch(JsonNode::isTextual),
        "inputs",
        "inputs: a string, a pair of strings, or a list of lists of one or two strings");
    return input.size() == 1
        ? of(input.get(0).asText())
        : of(input.get(0).asText(), input.get(1).asText());
  }
}
