package io.gavel.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The worker's own HTTP server.
///
/// @param listen host:port, an IPv6 address in brackets; port 0 takes any free one; empty: there is
///   no server
/// @param advertised where other workers reach it, host:port; empty: where it listens
/// @param workers the base URLs of further workers that are asked for what they know
/// @param token what must be given to read anything but the health; none: nothing is asked for
/// @param tls the certificate and key of its port
/// @param requestsPerSecond how many requests of one client address are answered, at most; 0: any
/// @param getReward what trainers are answered
public record WebConfig(
    String listen,
    String advertised,
    List<URI> workers,
    Secret token,
    WebTlsConfig tls,
    int requestsPerSecond,
    GetRewardConfig getReward) {
  /// The key of `listen`, for messages.
  public static final String LISTEN = "web.listen";

  /// The key of `advertised`, for messages.
  public static final String ADVERTISED = "web.advertised";

  private static final Pattern ADDRESS =
      Pattern.compile("(\\[(?<six>[0-9a-fA-F:.%]+)]|(?<host>[^\\s:/\\[\\]]+)):(?<port>\\d{1,5})");
  private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]");
  private static final int HIGHEST_PORT = 65_535;
  private static final int MOST_WORKERS = 64;
  private static final int SHORTEST_TOKEN = 8;

  /// As many as the defaults allow one client address a second.
  public static final int REQUESTS_PER_SECOND = 500;

  /// Checks and copies.
  public WebConfig {
    Check.that(
        listen.isEmpty() || portOf(listen) >= 0,
        LISTEN,
        "'" + listen + "'",
        "host:port such as 127.0.0.1:9400, or '' for no server");
    Check.that(
        advertised.isEmpty() || portOf(advertised) > 0,
        ADVERTISED,
        "'" + advertised + "'",
        "host:port such as worker-1:9400, or '' for where it listens");
    for (URI worker : workers) {
      // First, and of every URL: the next check tells the value, which would tell the password.
      Check.that(
          worker.toString().indexOf('@') < 0,
          "web.workers",
          "a URL with an @",
          "without a user and password: workers have the same web.token");
      Check.that(
          ("http".equals(worker.getScheme()) || "https".equals(worker.getScheme()))
              && worker.getHost() != null
              && worker.getRawQuery() == null
              && worker.getRawFragment() == null,
          "web.workers",
          worker.toString().replaceFirst("[?#].*", ""),
          "base URLs such as http://worker-1:9400");
    }
    Check.that(
        workers.size() <= MOST_WORKERS, "web.workers", workers.size(), "at most " + MOST_WORKERS);
    workers = List.copyOf(workers);
    Check.that(
        !token.isPresent()
            || (token.value().length() >= SHORTEST_TOKEN
                && token.value().chars().allMatch(it -> it > ' ' && it < 127)),
        "web.token",
        token,
        "at least " + SHORTEST_TOKEN + " visible ASCII characters without a space");
    Check.that(
        requestsPerSecond >= 0,
        "web.requests_per_second",
        requestsPerSecond,
        "0 for any number, or more");
  }

  /// A server that needs no more than where it listens, and answers no trainers.
  public static WebConfig at(String listen) {
    return new WebConfig(
        listen,
        "",
        List.of(),
        Secret.NONE,
        WebTlsConfig.OFF,
        REQUESTS_PER_SECOND,
        GetRewardConfig.OFF);
  }

  /// How its port is spoken to: `http` or `https`.
  public String scheme() {
    return tls.isOn() ? "https" : "http";
  }

  /// Whether there is a server.
  public boolean isOn() {
    return !listen.isEmpty();
  }

  /// The name or address of the host that it listens on, without brackets.
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

  /// Where other workers reach a server, `host:port`: as it is set, else where it listens, with
  /// this machine's address in the place of every address.
  ///
  /// @param listening where it listens
  public String advertisedAt(URI listening) {
    if (!advertised.isEmpty()) {
      return advertised;
    }
    String host = listening.getHost();
    return (EVERY_ADDRESS.contains(host) ? ownAddress(host) : host) + ":" + listening.getPort();
  }

  private static String ownAddress(String otherwise) {
    try {
      String address = InetAddress.getLocalHost().getHostAddress();
      return address.contains(":") ? "[" + address + "]" : address;
    } catch (UnknownHostException e) {
      return otherwise;
    }
  }

  private Matcher parts() {
    Matcher parts = ADDRESS.matcher(listen);
    if (!parts.matches()) {
      throw new IllegalStateException("no server is set");
    }
    return parts;
  }

  /// The port of an address; below 0 where it is none.
  private static int portOf(String address) {
    Matcher parts = ADDRESS.matcher(address);
    int port = parts.matches() ? Integer.parseInt(parts.group("port")) : -1;
    return port <= HIGHEST_PORT ? port : -1;
  }
}
