package io.gavel.topic;

import java.util.List;

/// How the registry's schema of a topic relates to the one this version writes.
public sealed interface SchemaState {
  /// The subject.
  String subject();

  /// A sentence for a person, in one line.
  String text();

  /// It is the latest one.
  ///
  /// @param subject the subject
  /// @param version its version
  record Current(String subject, int version) implements SchemaState {
    @Override
    public String text() {
      return "%s is registered, version %d".formatted(subject, version);
    }
  }

  /// The subject has no schema.
  ///
  /// @param subject the subject
  record Missing(String subject) implements SchemaState {
    @Override
    public String text() {
      return subject + " is missing";
    }
  }

  /// The latest one is another, and this one could follow it.
  ///
  /// @param subject the subject
  /// @param version the latest one's version
  record Different(String subject, int version) implements SchemaState {
    @Override
    public String text() {
      return "%s differs: its latest schema, version %d, is not the one this Gavel writes"
          .formatted(subject, version);
    }
  }

  /// The latest one is another, and the subject's rule does not let this one follow.
  ///
  /// @param subject the subject
  /// @param version the latest one's version
  /// @param reasons the registry's
  record Incompatible(String subject, int version, List<String> reasons) implements SchemaState {
    @Override
    public String text() {
      return "%s is incompatible with its latest schema, version %d: %s"
          .formatted(subject, version, String.join("; ", reasons).replaceAll("\\s+", " "));
    }
  }
}
