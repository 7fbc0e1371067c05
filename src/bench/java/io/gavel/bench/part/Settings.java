package io.gavel.bench.part;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/// What is to be run, from the properties `bench.only`, `bench.rounds` and `bench.quick`.
///
/// @param only the parts, in the order of [#PARTS]
/// @param rounds how often each contestant runs, at least 1
/// @param quick whether small sizes do: it shows that everything works, and its figures mean
///   nothing
public record Settings(Set<String> only, int rounds, boolean quick) {
  /// All parts.
  public static final List<String> PARTS =
      List.of("saturation", "throughput", "delay", "memory", "convergence", "scores", "jmh");

  /// Checks.
  ///
  /// @throws IllegalArgumentException says which property cannot be used, and what can
  public Settings {
    if (only.isEmpty() || !PARTS.containsAll(only)) {
      throw new IllegalArgumentException(
          "bench.only is %s; it must be some of %s, separated by commas"
              .formatted(String.join(",", only), String.join(",", PARTS)));
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("bench.rounds is " + rounds + "; it must be 1 or more");
    }
    only =
        PARTS.stream().filter(only::contains).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Reads them; what is missing or empty has its default: all parts, 5 rounds (1 when quick).
  public static Settings of(Properties properties) {
    String only = properties.getProperty("bench.only", "").strip();
    String rounds = properties.getProperty("bench.rounds", "").strip();
    boolean quick = properties.getProperty("bench.quick", "false").strip().equals("true");
    Set<String> parts =
        new LinkedHashSet<>(only.isEmpty() ? PARTS : Arrays.asList(only.split(",")));
    try {
      return new Settings(
          parts, rounds.isEmpty() ? (quick ? 1 : 5) : Integer.parseInt(rounds), quick);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("bench.rounds is " + rounds + "; it must be a number", e);
    }
  }

  /// One of two values.
  public <T> T sized(T full, T quickly) {
    return quick ? quickly : full;
  }
}
