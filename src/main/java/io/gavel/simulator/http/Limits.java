package io.gavel.simulator.http;

/// What a server reads at most.
///
/// @param headBytes of a request line with its headers
/// @param bodyBytes of a body
public record Limits(int headBytes, int bodyBytes) {
  private static final int HEAD_BYTES = 32 * 1024;

  /// Up to 32 KiB of head.
  ///
  /// @param bodyBytes of a body
  public static Limits ofBody(int bodyBytes) {
    return new Limits(HEAD_BYTES, bodyBytes);
  }
}
