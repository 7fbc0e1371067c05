package io.gavel.cli.apply;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// Reads YAML with its line numbers. Anchors and aliases are refused: nothing here needs them, and
/// they can blow a small file up. For any thread.
final class YamlReader {
  private static final int MAX_DEPTH = 20;

  private final String file;
  private final List<Problem> problems;

  private YamlReader(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /// The documents of a text; what YAML itself does not allow goes to `problems`, and reading stops
  /// there.
  ///
  /// @param file its name for messages
  /// @param text the whole file
  static List<Node> read(String file, String text, List<Problem> problems) {
    List<Node> documents = new ArrayList<>();
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the file's size is bounded where it is read
    try (YAMLParser parser =
        YAMLFactory.builder().loaderOptions(options).build().createParser(text)) {
      YamlReader reader = new YamlReader(file, problems);
      while (parser.nextToken() != null) {
        documents.add(reader.node(parser, 0));
      }
    } catch (JsonProcessingException e) {
      problems.add(notYaml(file, e));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory can always be read", e);
    }
    return documents;
  }

  private static Problem notYaml(String file, JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException cause && cause.getProblemMark() != null) {
      return new Problem(
          file, cause.getProblemMark().getLine() + 1, "", "not valid YAML: " + cause.getProblem());
    }
    return new Problem(
        file,
        e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
        "",
        "not valid YAML: " + e.getOriginalMessage());
  }

  private Node node(YAMLParser parser, int depth) throws IOException {
    int line = line(parser);
    if (depth > MAX_DEPTH) {
      throw new JsonParseException(parser, "nested too deep");
    }
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      throw new JsonParseException(parser, "anchors (&) and aliases (*) are not supported");
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> mapping(parser, line, depth);
      case START_ARRAY -> {
        List<Node> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(node(parser, depth + 1));
        }
        yield new Node.Sequence(line, elements);
      }
      case VALUE_STRING -> scalar(parser, line, Node.Kind.TEXT);
      case VALUE_NUMBER_INT -> scalar(parser, line, Node.Kind.INTEGER);
      case VALUE_NUMBER_FLOAT -> scalar(parser, line, Node.Kind.DECIMAL);
      case VALUE_TRUE, VALUE_FALSE -> scalar(parser, line, Node.Kind.BOOLEAN);
      case VALUE_NULL -> new Node.Scalar(line, Node.Kind.NULL, "");
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new JsonParseException(parser, "unexpected " + token);
    };
  }

  private Node.Mapping mapping(YAMLParser parser, int line, int depth) throws IOException {
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line(parser);
      parser.nextToken();
      if (entries.put(key, new Node.Entry(keyLine, node(parser, depth + 1))) != null) {
        problems.add(new Problem(file, keyLine, "", "the key '%s' stands twice".formatted(key)));
      }
    }
    return new Node.Mapping(line, entries);
  }

  private static Node.Scalar scalar(YAMLParser parser, int line, Node.Kind kind)
      throws IOException {
    return new Node.Scalar(line, kind, parser.getText());
  }

  private static int line(YAMLParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
