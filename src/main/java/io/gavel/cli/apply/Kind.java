package io.gavel.cli.apply;

import io.gavel.topic.Topic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be applied.
public enum Kind {
  /// Criteria and scales.
  RUBRIC(Topic.RUBRICS),
  /// The answers that earn the top score.
  REFERENCE(Topic.REFERENCES),
  /// Which generations get which rubrics.
  POLICY(Topic.POLICIES);

  private final Topic topic;

  Kind(Topic topic) {
    this.topic = topic;
  }

  /// Where its records go.
  public Topic topic() {
    return topic;
  }

  /// Its name for a person: `rubric`.
  public String singular() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The key of a file under which such things stand: `rubrics`.
  public String plural() {
    return topic.baseName();
  }

  /// The kind with this name, singular or plural.
  public static Optional<Kind> of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.singular().equals(name) || kind.plural().equals(name))
        .findFirst();
  }
}
