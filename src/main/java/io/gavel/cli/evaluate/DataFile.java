package io.gavel.cli.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.cli.send.LineReader;
import io.gavel.cli.send.RawLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of records: JSON Lines, or one JSON array of objects; which it is, its first character
/// tells. Records are read one by one, so its size does not matter; one record, or one text in it,
/// is at most 1 MiB.
///
/// @param path the file
public record DataFile(Path path) {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(20)
                          .maxStringLength(LineReader.MAX_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectReader ELEMENTS =
      JSON.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// Takes the records.
  public interface Visitor {
    /// A JSON object.
    ///
    /// @param number where it stands, from 1 up: its line, or which element of the array it is
    /// @param object the record
    /// @return whether to go on
    boolean record(long number, ObjectNode object) throws InterruptedException;

    /// Something that is no JSON object.
    ///
    /// @param number where it stands
    /// @param message what is wrong, in one line
    void broken(long number, String message);
  }

  /// Visits the records in order.
  ///
  /// @throws IOException where the file cannot be read
  public void visit(Visitor visitor) throws IOException, InterruptedException {
    try (InputStream input = new BufferedInputStream(Files.newInputStream(path))) {
      if (isArray(input)) {
        visitArray(input, visitor);
      } else {
        visitLines(input, visitor);
      }
    }
  }

  /// What a number of [Visitor#record] counts: `line` or `record`.
  public String unit() throws IOException {
    try (InputStream input = new BufferedInputStream(Files.newInputStream(path))) {
      return isArray(input) ? "record" : "line";
    }
  }

  private static boolean isArray(InputStream input) throws IOException {
    input.mark(1 << 12);
    int first = input.read();
    for (int i = 0; i < 1 << 11 && (Character.isWhitespace(first) || isMark(first)); i++) {
      first = input.read();
    }
    input.reset();
    return first == '[';
  }

  /// A byte of UTF-8's byte order mark.
  private static boolean isMark(int character) {
    return character == 0xEF || character == 0xBB || character == 0xBF;
  }

  private static void visitLines(InputStream input, Visitor visitor)
      throws IOException, InterruptedException {
    LineReader lines = new LineReader(input);
    for (RawLine line = lines.next(); line != null; line = lines.next()) {
      switch (line) {
        case RawLine.Unreadable unreadable ->
            visitor.broken(unreadable.number(), unreadable.message());
        case RawLine.Text text -> {
          JsonNode value;
          try {
            value = JSON.readTree(text.text());
          } catch (JsonProcessingException e) {
            visitor.broken(text.number(), "is no JSON: " + what(e));
            continue;
          }
          if (!(value instanceof ObjectNode object)) {
            visitor.broken(text.number(), "is no JSON object");
          } else if (!visitor.record(text.number(), object)) {
            return;
          }
        }
      }
    }
  }

  private static void visitArray(InputStream input, Visitor visitor)
      throws IOException, InterruptedException {
    long number = 1;
    RationedInput rationed = new RationedInput(input);
    try (JsonParser parser = JSON.getFactory().createParser(rationed)) {
      parser.nextToken();
      for (; next(parser, rationed) != JsonToken.END_ARRAY; number++) {
        long start = parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          parser.skipChildren();
          visitor.broken(number, "is no JSON object");
          continue;
        }
        ObjectNode object = ELEMENTS.readTree(parser);
        if (parser.currentLocation().getByteOffset() - start > LineReader.MAX_BYTES) {
          visitor.broken(number, "is longer than 1 MiB");
        } else if (!visitor.record(number, object)) {
          return;
        }
      }
      if (next(parser, rationed) != null) {
        visitor.broken(number, "something follows the array, and is not read");
      }
    } catch (RationedInput.SpentException e) {
      visitor.broken(number, "is longer than 16 MiB; nothing after it can be read");
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      visitor.broken(
          number,
          "the file is no JSON from here on%s: %s; nothing after it can be read"
              .formatted(
                  where == null
                      ? ""
                      : " (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr()),
                  what(e)));
    }
  }

  private static JsonToken next(JsonParser parser, RationedInput rationed) throws IOException {
    rationed.renew();
    return parser.nextToken();
  }

  /// The parser's own words, without what it quotes of the text.
  private static String what(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ");
    int quoted = message.indexOf(": was expecting");
    return quoted > 0 ? message.substring(0, quoted) : message;
  }
}
