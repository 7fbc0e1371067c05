package io.gavel.engine.transaction;

import java.util.List;

/// What became of one transaction.
public sealed interface Publication {
  /// It was committed: the records and the offsets are there.
  record Committed() implements Publication {}

  /// It was aborted, since the broker does not take some records for their size.
  ///
  /// @param indices which, of those that were to be published; not empty
  record TooLarge(List<Integer> indices) implements Publication {
    /// Copies.
    public TooLarge {
      indices = List.copyOf(indices);
    }
  }

  /// It was aborted, or never begun; the same records can be published later.
  ///
  /// @param cause why
  record Aborted(RuntimeException cause) implements Publication {}

  /// The producer cannot go on, and whether the transaction was committed is not known; a new
  /// producer of the same transactional id settles that, and the committed offsets then tell.
  ///
  /// @param cause why
  record Broken(RuntimeException cause) implements Publication {}
}
