package io.gavel.cli;

/// What a command's exit code says.
public enum ExitCode {
  /// It did what was asked.
  DONE(0),
  /// A check failed: something differs, or a part of the work could not be done.
  CHECK_FAILED(1),
  /// Wrong usage or configuration.
  USAGE(2),
  /// Something outside is down: the broker, the registry, a judge.
  OUTSIDE_DOWN(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /// The number the process exits with.
  public int code() {
    return code;
  }
}
