package io.gavel.engine.ledger;

/// The text beside a committed offset is no completed map of this offset: it is damaged, of a later
/// version, or somebody else's.
public final class UnreadableMapException extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong with it
  UnreadableMapException(String message) {
    super(message);
  }
}
