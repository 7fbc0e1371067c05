package io.gavel.judge.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with places such as `{response}` to fill. Filled in a single pass: what is put in is
/// never looked at again, so a response that holds `{prompt}` comes out as it went in.
public final class Layout {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_]{1,40})}");

  /// Literal text and names of places in turn, literal text first and last.
  private final List<String> pieces = new ArrayList<>();

  /// @param text with its places
  public Layout(String text) {
    Matcher places = PLACE.matcher(text);
    int end = 0;
    while (places.find()) {
      pieces.add(text.substring(end, places.start()));
      pieces.add(places.group(1));
      end = places.end();
    }
    pieces.add(text.substring(end));
  }

  /// The names of its places.
  public Set<String> places() {
    Set<String> places = new TreeSet<>();
    for (int i = 1; i < pieces.size(); i += 2) {
      places.add(pieces.get(i));
    }
    return places;
  }

  /// The text with every place filled.
  ///
  /// @param values by the name of the place
  /// @throws IllegalArgumentException when a place has no value
  public String fill(Map<String, String> values) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      if (i % 2 == 1) {
        String value = values.get(piece);
        if (value == null) {
          throw new IllegalArgumentException("there is no value for {" + piece + "}");
        }
        filled.append(value);
      } else {
        filled.append(piece);
      }
    }
    return filled.toString();
  }
}
