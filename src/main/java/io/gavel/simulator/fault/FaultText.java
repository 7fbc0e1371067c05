package io.gavel.simulator.fault;

import io.gavel.config.Durations;
import io.gavel.config.InvalidConfigException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a fault as it is written.
final class FaultText {
  private static final Set<String> KEYS = Set.of("rate", "from", "to", "replica", "factor");

  private FaultText() {}

  static Fault parse(String text) {
    String[] parts = text.strip().split(":", 2);
    FaultKind kind =
        FaultKind.named(parts[0].strip())
            .orElseThrow(
                () -> problem(text, "there is no such fault; the faults are " + FaultKind.names()));
    Map<String, String> values = parts.length == 1 ? Map.of() : values(text, parts[1]);
    Double rate = number(text, "rate", values.get("rate"));
    Duration from = duration(text, "from", values.get("from"));
    return new Fault(
        kind,
        rate == null && kind.takesRate() && kind != FaultKind.SLOW ? Double.valueOf(1) : rate,
        from == null ? Duration.ZERO : from,
        duration(text, "to", values.get("to")),
        replica(text, values.getOrDefault("replica", "all")),
        number(text, "factor", values.get("factor")));
  }

  private static Map<String, String> values(String text, String written) {
    Map<String, String> values = new HashMap<>();
    for (String part : written.split(",")) {
      String[] pair = part.split("=", 2);
      String key = pair[0].strip();
      if (pair.length == 1 || !KEYS.contains(key)) {
        throw problem(text, "'" + part + "' is none of rate=, from=, to=, replica=, factor=");
      }
      if (values.put(key, pair[1].strip()) != null) {
        throw problem(text, key + " is there twice");
      }
    }
    return values;
  }

  private static @Nullable Double number(String text, String key, @Nullable String value) {
    try {
      return value == null ? null : Double.valueOf(value);
    } catch (NumberFormatException e) {
      throw problem(text, key + "=" + value + " is no number");
    }
  }

  private static @Nullable Duration duration(String text, String key, @Nullable String value) {
    try {
      return value == null ? null : Durations.parse(value);
    } catch (IllegalArgumentException e) {
      throw problem(text, key + "=" + value + " is no duration such as 500ms, 30s or 2m");
    }
  }

  private static @Nullable Integer replica(String text, String value) {
    if (value.equals("all")) {
      return null;
    }
    if (!value.matches("[1-9][0-9]{0,3}")) {
      throw problem(text, "replica=" + value + " is neither all nor a number from 1");
    }
    return Integer.valueOf(value);
  }

  private static InvalidConfigException problem(String text, String problem) {
    return new InvalidConfigException("fault '" + text + "': " + problem);
  }
}
