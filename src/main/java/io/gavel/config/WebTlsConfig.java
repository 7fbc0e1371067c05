package io.gavel.config;

/// TLS on the worker's own port.
///
/// @param certificate a PEM file: the server's certificate, and those of the authorities between it
///   and one that clients trust; empty: no TLS
/// @param key a PEM file: its private key, not encrypted (PKCS #8)
public record WebTlsConfig(String certificate, String key) {
  /// The key of `certificate`, for messages.
  public static final String CERTIFICATE = "web.tls.certificate";

  /// The key of `key`, for messages.
  public static final String KEY = "web.tls.key";

  /// No TLS.
  public static final WebTlsConfig OFF = new WebTlsConfig("", "");

  /// Checks.
  public WebTlsConfig {
    Check.that(
        certificate.isEmpty() == key.isEmpty(),
        certificate.isEmpty() ? CERTIFICATE : KEY,
        "''",
        "set, as the other of both is; or neither");
  }

  /// Whether the port speaks TLS.
  public boolean isOn() {
    return !certificate.isEmpty();
  }
}
