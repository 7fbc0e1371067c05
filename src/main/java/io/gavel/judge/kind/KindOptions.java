package io.gavel.judge.kind;

import io.gavel.config.InvalidConfigException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The options of one profile that its kind of judge knows: `judge.profiles.*.asking.options`. Each
/// is taken once; what is left over at the end is refused, so that a slip of the pen is no setting
/// without effect.
public final class KindOptions {
  private final String path;
  private final Map<String, String> options;
  private final Set<String> taken = new HashSet<>();

  /// @param profile the profile's name, for messages
  /// @param options as they are set
  public KindOptions(String profile, Map<String, String> options) {
    this.path = "judge.profiles." + profile + ".asking.options.";
    this.options = Map.copyOf(options);
  }

  /// A text.
  ///
  /// @param otherwise what it is where it is not set
  public String text(String name, String otherwise) {
    taken.add(name);
    return options.getOrDefault(name, otherwise);
  }

  /// One of some words.
  ///
  /// @param otherwise what it is where it is not set; one of them
  /// @throws InvalidConfigException when it is none of them
  public String word(String name, String otherwise, String... words) {
    String value = text(name, otherwise);
    if (!Arrays.asList(words).contains(value)) {
      throw refused(name, value, "one of " + String.join(", ", words));
    }
    return value;
  }

  /// Yes or no. Without quotation marks YAML makes true and false of these words, which are taken
  /// for them.
  ///
  /// @param otherwise what it is where it is not set
  /// @throws InvalidConfigException when it is neither
  public boolean yes(String name, boolean otherwise) {
    String value = text(name, otherwise ? "yes" : "no");
    return switch (value) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw refused(name, value, "one of yes, no");
    };
  }

  /// A number.
  ///
  /// @param otherwise what it is where it is not set
  /// @throws InvalidConfigException when it is not a finite number
  public double number(String name, double otherwise) {
    String value = text(name, Double.toString(otherwise));
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as an infinite one is.
    }
    throw refused(name, value, "a finite number");
  }

  /// An option that cannot be used.
  ///
  /// @param rule what it must be
  public InvalidConfigException refused(String name, String value, String rule) {
    return new InvalidConfigException(
        path + name + ": '" + value + "' is not allowed: it must be " + rule);
  }

  /// Refuses what was not taken.
  ///
  /// @throws InvalidConfigException names it, and what there is
  public void end() {
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(taken);
    if (!unknown.isEmpty()) {
      throw new InvalidConfigException(
          path
              + unknown.iterator().next()
              + ": this kind of judge has no such option; it has "
              + (taken.isEmpty() ? "none" : String.join(", ", new TreeSet<>(taken))));
    }
  }
}
