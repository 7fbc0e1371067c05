package io.gavel.cli.apply;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/// What happens to one rubric, reference or policy.
public sealed interface Change {
  /// Of what kind it is.
  Kind kind();

  /// Identifies it among its kind.
  String id();

  /// The cluster lacks it.
  ///
  /// @param kind of what kind it is
  /// @param id identifies it among its kind
  /// @param record what is published
  record New(Kind kind, String id, SpecificRecord record) implements Change {}

  /// The cluster has it otherwise.
  ///
  /// @param kind of what kind it is
  /// @param id identifies it among its kind
  /// @param record what is published
  /// @param fields what differs, in the words of the file; not empty
  record Changed(Kind kind, String id, SpecificRecord record, List<String> fields)
      implements Change {}

  /// The cluster has it so already; nothing is published.
  ///
  /// @param kind of what kind it is
  /// @param id identifies it among its kind
  record Unchanged(Kind kind, String id) implements Change {}

  /// It is published without being compared.
  ///
  /// @param kind of what kind it is
  /// @param id identifies it among its kind
  /// @param record what is published
  record NotCompared(Kind kind, String id, SpecificRecord record) implements Change {}

  /// It is deleted.
  ///
  /// @param kind of what kind it is
  /// @param id identifies it among its kind
  record Deleted(Kind kind, String id) implements Change {}
}
