package io.gavel.judge.protocol;

/// The root of a server, beside `/v1`, where it serves what is no part of OpenAI's API.
final class ServerRoot {
  private static final String VERSION = "/v1";

  private ServerRoot() {}

  /// @param base an endpoint's base URL without a closing slash, with or without `/v1`
  static String of(String base) {
    return base.endsWith(VERSION) ? base.substring(0, base.length() - VERSION.length()) : base;
  }
}
