package io.gavel.cli.apply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The keys of one YAML mapping, taken out with their types checked; what is wrong is collected. A
/// YAML null is as good as no key. For one thread.
final class Fields {
  private final String file;
  private final String what;
  private final Node.Mapping mapping;
  private final List<Problem> problems;

  /// @param file its name for messages
  /// @param what whose keys these are, for messages: `rubric clarity`
  /// @param mapping the keys
  /// @param problems takes what is wrong
  Fields(String file, String what, Node.Mapping mapping, List<Problem> problems) {
    this.file = file;
    this.what = what;
    this.mapping = mapping;
    this.problems = problems;
  }

  /// The keys of a mapping below one of these keys.
  Fields inside(String key, Node.Mapping inner) {
    return new Fields(file, what + ": " + key, inner, problems);
  }

  /// Where the mapping starts.
  int line() {
    return mapping.line();
  }

  /// Refuses every key that is not among these.
  void onlyKnown(Set<String> known) {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!known.contains(key)) {
            add(
                entry.line(),
                what,
                "unknown key '%s': known are %s"
                    .formatted(key, String.join(", ", new TreeSet<>(known))));
          }
        });
  }

  /// The value of a key; null where it is absent.
  @Nullable Node value(String key) {
    Node.Entry entry = mapping.entries().get(key);
    return entry == null || isNull(entry.value()) ? null : entry.value();
  }

  /// Text that must be there and not blank; empty where it is not.
  String required(String key) {
    if (value(key) == null) {
      problem(key, "missing");
      return "";
    }
    String text = text(key);
    return text == null ? "" : text;
  }

  /// Text that may be absent but not blank; null where it is absent.
  @Nullable String text(String key) {
    Node value = value(key);
    return value == null ? null : text(key, value);
  }

  /// Text at some place below a key; null where it is none.
  @Nullable String text(String key, Node value) {
    if (!(value instanceof Node.Scalar scalar)) {
      problem(key, value.line(), "must be text, not " + kind(value));
      return null;
    }
    if (scalar.kind() != Node.Kind.TEXT) {
      problem(key, scalar.line(), "must be text, not %s: put it in quotes".formatted(kind(scalar)));
      return null;
    }
    if (scalar.text().isBlank()) {
      problem(key, scalar.line(), "must not be empty");
    }
    return scalar.text();
  }

  /// A whole number in a range.
  int integer(String key, int fallback, int least, int most) {
    Node value = value(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Node.Scalar(int line, Node.Kind kind, String text)
        && kind == Node.Kind.INTEGER) {
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
    }
    problem(
        key,
        value.line(),
        "must be a whole number, %s"
            .formatted(most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most));
    return fallback;
  }

  /// A number in a range.
  double number(String key, double fallback, double least, double most) {
    Node value = value(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Node.Scalar(int line, Node.Kind kind, String text)
        && (kind == Node.Kind.INTEGER || kind == Node.Kind.DECIMAL)) {
      try {
        double number = Double.parseDouble(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
    }
    problem(
        key,
        value.line(),
        Double.isInfinite(most)
            ? "must be a number, %s or more".formatted(plain(least))
            : "must be a number, %s to %s".formatted(plain(least), plain(most)));
    return fallback;
  }

  /// One of an enum's constants, in lower case; the fallback where it is absent or none of them.
  <E extends Enum<E>> E oneOf(String key, Class<E> type, E fallback) {
    Node value = value(key);
    if (value == null) {
      return fallback;
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (value instanceof Node.Scalar scalar && scalar.text().equals(name)) {
        return constant;
      }
      names.add(name);
    }
    problem(key, value.line(), "must be one of " + String.join(", ", names));
    return fallback;
  }

  /// The texts of a sequence; empty where it is absent.
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node element : sequence(key)) {
      String text = text(key, element);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /// The elements of a sequence; none where it is absent or no sequence.
  List<Node> sequence(String key) {
    return switch (value(key)) {
      case null -> List.of();
      case Node.Sequence(int line, List<Node> elements) -> elements;
      case Node other -> {
        problem(
            key, other.line(), "must be a list (lines that begin with '-'), not " + kind(other));
        yield List.of();
      }
    };
  }

  /// The entries of a mapping; none where it is absent or no mapping.
  Map<String, Node.Entry> mapping(String key) {
    return switch (value(key)) {
      case null -> Map.of();
      case Node.Mapping(int line, var entries) -> entries;
      case Node other -> {
        problem(key, other.line(), "must be a mapping (key: value), not " + kind(other));
        yield Map.of();
      }
    };
  }

  /// The texts of a mapping, by key; empty where it is absent.
  Map<String, String> texts(String key, Map<String, Node.Entry> entries) {
    Map<String, String> texts = new LinkedHashMap<>();
    entries.forEach((name, entry) -> {
      String text = text(key + "." + name, entry.value());
      if (text != null) {
        texts.put(name, text);
      }
    });
    return texts;
  }

  void problem(String key, String message) {
    Node.Entry entry = mapping.entries().get(key);
    problem(key, entry == null ? mapping.line() : entry.line(), message);
  }

  void problem(String key, int line, String message) {
    add(line, what + ": " + key, message);
  }

  static String kind(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> "a mapping";
      case Node.Sequence sequence -> "a list";
      case Node.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> "text";
            case INTEGER, DECIMAL -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "nothing";
          };
    };
  }

  private void add(int line, String about, String message) {
    problems.add(new Problem(file, line, about, message));
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
