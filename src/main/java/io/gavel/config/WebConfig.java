package io.gavel.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The worker's own HTTP server.
///
/// @param listen host:port, an IPv6 address in brackets; port 0 takes any free one; empty: there is
///   no server
public record WebConfig(String listen) {
  /// The key of `listen`, for messages.
  public static final String LISTEN = "web.listen";

  private static final Pattern ADDRESS =
      Pattern.compile("(\\[(?<six>[0-9a-fA-F:.%]+)]|(?<host>[^\\s:/\\[\\]]+)):(?<port>\\d{1,5})");
  private static final int HIGHEST_PORT = 65_535;

  /// Checks.
  public WebConfig {
    Matcher parts = ADDRESS.matcher(listen);
    Check.that(
        listen.isEmpty()
            || (parts.matches() && Integer.parseInt(parts.group("port")) <= HIGHEST_PORT),
        LISTEN,
        "'" + listen + "'",
        "host:port such as 127.0.0.1:9400, or '' for no server");
  }

  /// Whether there is a server.
  public boolean isOn() {
    return !listen.isEmpty();
  }

  /// The host's name or address, without brackets.
  ///
  /// @throws IllegalStateException when there is no server
  public String host() {
    Matcher parts = parts();
    String six = parts.group("six");
    return six == null ? parts.group("host") : six;
  }

  /// The port; 0 is any free one.
  ///
  /// @throws IllegalStateException when there is no server
  public int port() {
    return Integer.parseInt(parts().group("port"));
  }

  private Matcher parts() {
    Matcher parts = ADDRESS.matcher(listen);
    if (!parts.matches()) {
      throw new IllegalStateException("no server is set");
    }
    return parts;
  }
}
