package io.gavel.cli.kafka;

/// Another run of the same command began after this one, which it ended: of what they send nothing
/// is sent twice.
public final class TakenOverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param cause what the producer threw
  TakenOverException(Throwable cause) {
    super(
        "another run of this command began meanwhile and ended this one; nothing is sent twice",
        cause);
  }
}
