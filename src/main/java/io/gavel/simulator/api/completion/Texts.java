package io.gavel.simulator.api.completion;

import static io.gavel.simulator.api.completion.InvalidRequestException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// The texts of a request's body.
public final class Texts {
  private Texts() {}

  /// The contents of all messages, their text parts joined, one below the other.
  ///
  /// @throws InvalidRequestException where there are none
  public static String messages(JsonNode messages) throws InvalidRequestException {
    check(
        messages.isArray() && !messages.isEmpty(),
        "messages",
        "messages: Field required, a list of messages");
    List<String> texts = new ArrayList<>();
    for (JsonNode message : messages) {
      texts.add(content(message.path("content")));
    }
    return String.join("\n\n", texts);
  }

  /// The content of one message.
  ///
  /// @throws InvalidRequestException where it is neither a string nor a list
  public static String content(JsonNode content) throws InvalidRequestException {
    if (content.isTextual()) {
      return content.asText();
    }
    check(content.isArray(), "messages", "messages: content should be a string or a list of parts");
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  /// One text, alone or in a list.
  ///
  /// @param field its name, for the message
  /// @throws InvalidRequestException where it is another number of them
  public static String one(JsonNode body, String field) throws InvalidRequestException {
    List<String> texts = some(body, field);
    check(texts.size() == 1, field, field + ": Field required, a string, or a list of one string");
    return texts.getFirst();
  }

  /// One text, or a list of at least one.
  ///
  /// @param field its name, for the message
  /// @throws InvalidRequestException where it is anything else
  public static List<String> some(JsonNode body, String field) throws InvalidRequestException {
    JsonNode given = body.path(field);
    List<String> texts = new ArrayList<>();
    for (JsonNode text : given.isArray() ? given : List.of(given)) {
      check(text.isTextual(), field, field + ": Field required, a string or a list of strings");
      texts.add(text.asText());
    }
    check(!texts.isEmpty(), field, field + ": should have at least one string");
    return texts;
  }
}
