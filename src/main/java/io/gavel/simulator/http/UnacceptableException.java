package io.gavel.simulator.http;

/// A request that cannot be read; the connection ends with the answer to it.
final class UnacceptableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  UnacceptableException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
