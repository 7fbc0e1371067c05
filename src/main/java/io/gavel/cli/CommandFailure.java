package io.gavel.cli;

/// Ends a command with one line on standard error and an exit code; no stack trace.
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /// @param exitCode what the process exits with
  /// @param message one line: what happened, where, and what to do
  public CommandFailure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /// What the process exits with.
  public ExitCode exitCode() {
    return exitCode;
  }
}
