package io.gavel.engine;

import java.util.List;

/// What became of one transaction.
sealed interface Publication {
  /// It was committed: the outcomes and the offsets are there.
  record Committed() implements Publication {}

  /// It was aborted, since the broker does not take some outcomes for their size.
  ///
  /// @param outcomes those outcomes: as they were, or, once made, in a form that is smaller
  record TooLarge(List<Finished> outcomes) implements Publication {}

  /// It was aborted, or never begun; the same outcomes can be published later.
  ///
  /// @param cause why
  record Aborted(RuntimeException cause) implements Publication {}

  /// The producer cannot go on, and whether the transaction was committed is not known; a new
  /// producer of the same transactional id settles that, and the committed offsets then tell.
  ///
  /// @param cause why
  record Broken(RuntimeException cause) implements Publication {}
}
