package io.gavel.cli.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.cli.text.TerminalText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The fields of one JSON object, taken out with their types checked; what is wrong is collected. A
/// JSON null is as good as no field. For one thread.
final class Fields {
  private static final int NAME_COLUMNS = 60;
  private static final int MAX_PROBLEMS = 5;

  private final ObjectNode object;
  private final List<String> problems = new ArrayList<>();

  Fields(ObjectNode object) {
    this.object = object;
  }

  /// Whether the field is there and not null.
  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /// The text of a field; null where it is absent or not text.
  @Nullable String text(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    return text(name, value);
  }

  /// The text of a field that must be there.
  String required(String name) {
    if (!has(name)) {
      problem(name, "missing");
    }
    String text = text(name);
    return text == null ? "" : text;
  }

  /// The text of a field that must be there and not empty.
  String requiredNotEmpty(String name) {
    String text = required(name);
    if (text.isBlank() && object.path(name).isTextual()) {
      problem(name, "must not be empty");
    }
    return text;
  }

  /// The text of a field that may be absent but not empty; null where it is absent.
  @Nullable String notEmpty(String name) {
    return has(name) ? requiredNotEmpty(name) : null;
  }

  /// The whole number of a field; null where it is absent or none of these.
  ///
  /// @param least the smallest that is allowed
  /// @param most the largest
  @Nullable Integer integer(String name, int least, int most) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      problem(name, "must be a whole number from %d to %d".formatted(least, most));
      return null;
    }
    return value.intValue();
  }

  /// The texts of an array; empty where it is absent.
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    int index = 0;
    for (JsonNode element : array(name)) {
      String text = text(name + "[" + index + "]", element);
      if (text != null) {
        if (text.isBlank()) {
          problem(name + "[" + index + "]", "must not be empty");
        }
        texts.add(text);
      }
      index++;
    }
    return texts;
  }

  /// The elements of an array; none where it is absent or no array.
  Iterable<JsonNode> array(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      problem(name, "must be an array, not " + kind(value));
      return List.of();
    }
    return value;
  }

  /// The texts of an object, by name; empty where it is absent.
  Map<String, String> map(String name) {
    Map<String, String> map = new TreeMap<>();
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return map;
    }
    if (!value.isObject()) {
      problem(name, "must be an object of texts, not " + kind(value));
      return map;
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String where = name + "." + entry.getKey();
      wellFormed(where, entry.getKey());
      String text = text(where, entry.getValue());
      if (text != null) {
        map.put(entry.getKey(), text);
      }
    }
    return map;
  }

  /// The value of a field as it stands; null where it is absent.
  @Nullable JsonNode value(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /// Refuses every field that is not among these.
  void onlyKnown(Set<String> known) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        problem(name, "unknown field" + nearest(name, known));
      }
    }
  }

  /// Text in a value that stands somewhere inside this object; null where it is none.
  @Nullable String text(String where, JsonNode value) {
    if (!value.isTextual()) {
      problem(where, "must be text, not " + kind(value));
      return null;
    }
    wellFormed(where, value.textValue());
    return value.textValue();
  }

  void problem(String field, String what) {
    problems.add(TerminalText.line(field, NAME_COLUMNS) + ": " + what);
  }

  /// The problems in one line; empty where there is none.
  String problems() {
    if (problems.size() <= MAX_PROBLEMS) {
      return String.join("; ", problems);
    }
    return String.join("; ", problems.subList(0, MAX_PROBLEMS))
        + "; and %d more".formatted(problems.size() - MAX_PROBLEMS);
  }

  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL -> "null";
      case STRING -> "text";
      default -> "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }

  /// UTF-8 has no form for half a surrogate pair; it would be stored as a question mark.
  private void wellFormed(String where, String text) {
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      problem(where, "holds half a surrogate pair (a broken \\u escape)");
    }
  }

  /// A typing mistake is most often a known name but for one or two letters, or in another case.
  private static String nearest(String name, Set<String> known) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    for (String candidate : known.stream().sorted().toList()) {
      String other = candidate.replace("_", "");
      if (plain.length() <= NAME_COLUMNS && distance(plain, other) <= 2) {
        return " (is it " + candidate + "?)";
      }
    }
    return "";
  }

  /// How many letters differ, are too many or too few (Levenshtein 1966).
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
