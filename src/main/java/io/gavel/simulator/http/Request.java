package io.gavel.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// A request, read whole.
///
/// @param method such as `GET`
/// @param path without its query
/// @param query the parameters of the query, decoded; of several of one name the last
/// @param headers by their names in lower case; of several of one name the last
/// @param keepAlive whether the client wants the connection to stay open
/// @param body its bytes; empty where there are none
public record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    boolean keepAlive,
    byte[] body) {
  /// Copies the maps.
  public Request {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /// Method and path, such as `GET /health`.
  public String call() {
    return method + " " + path;
  }

  /// A header.
  ///
  /// @param name in lower case
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The body as text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
