package io.gavel.evaluate;

import io.gavel.config.JudgeProfile;
import io.gavel.hash.Ids;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Tells whether two verdicts were given under the same settings: a hash over every setting of a
/// profile but those that cannot change an answer. The same in every run and on every machine.
public final class Fingerprint {
  /// Where and how fast is asked, not what. A setting that comes new counts until it is named here.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "endpoints",
          "apiKey",
          "concurrency",
          "callTimeout",
          "maxAttempts",
          "retryBudget",
          "backoff",
          "maxBackoff",
          "pool");

  private Fingerprint() {}

  /// The hash of a profile.
  public static String of(JudgeProfile profile) {
    return Ids.hash(text(profile));
  }

  /// A value in a form that depends on nothing else: maps have no order of their own.
  private static String text(Object value) {
    return switch (value) {
      case Record record -> {
        StringBuilder text = new StringBuilder("{");
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          if (!WITHOUT_EFFECT.contains(component.getName())) {
            text.append(component.getName()).append('=');
            text.append(text(get(record, component))).append(';');
          }
        }
        yield text.append('}').toString();
      }
      case Map<?, ?> map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach(
            (key, one) -> sorted.put(String.valueOf(key), option(String.valueOf(key), one)));
        yield sorted.toString();
      }
      default -> String.valueOf(value);
    };
  }

  /// Of an option that names a file, what the file holds.
  private static String option(String name, Object value) {
    if (!name.endsWith("_file") || String.valueOf(value).isEmpty()) {
      return text(value);
    }
    try {
      return Ids.hash(
          Files.readString(Path.of(String.valueOf(value)), StandardCharsets.ISO_8859_1));
    } catch (IOException | InvalidPathException e) {
      return text(value); // Whoever makes the judge says what is wrong with it.
    }
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public record's accessors can be called", e);
    }
  }
}
