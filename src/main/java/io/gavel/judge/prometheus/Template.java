package io.gavel.judge.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with places such as `{instruction}` to fill. Filled in a single pass: what is put in is
/// never looked at again, so a value that holds `{rubric}` or `$1` comes out as it went in.
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_]+)}");

  /// Literal text and names of places in turn, literal text first and last.
  private final List<String> pieces = new ArrayList<>();

  Template(String text) {
    Matcher places = PLACE.matcher(text);
    int end = 0;
    while (places.find()) {
      pieces.add(text.substring(end, places.start()));
      pieces.add(places.group(1));
      end = places.end();
    }
    pieces.add(text.substring(end));
  }

  /// The text of a resource beside this class, byte for byte.
  static String resource(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text with every place filled.
  ///
  /// @param values by the name of the place
  /// @throws IllegalArgumentException when a place has no value
  String fill(Map<String, String> values) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      if (i % 2 == 0) {
        filled.append(piece);
        continue;
      }
      String value = values.get(piece);
      if (value == null) {
        throw new IllegalArgumentException("there is no value for {" + piece + "}");
      }
      filled.append(value);
    }
    return filled.toString();
  }
}
