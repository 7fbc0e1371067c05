package io.gavel.evaluate;

import io.gavel.config.JudgeProfile;
import io.gavel.hash.Ids;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Tells whether two verdicts were given under the same settings: a hash over every setting of a
/// profile but those that cannot change an answer.
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
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : JudgeProfile.class.getRecordComponents()) {
      if (!WITHOUT_EFFECT.contains(component.getName())) {
        try {
          parts.add(component.getName());
          parts.add(String.valueOf(component.getAccessor().invoke(profile)));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("a public record's accessors can be called", e);
        }
      }
    }
    return Ids.hash(parts.toArray(String[]::new));
  }
}
