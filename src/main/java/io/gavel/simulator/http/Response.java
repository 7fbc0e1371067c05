package io.gavel.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A response.
///
/// @param status such as 200
/// @param headers all but `Content-Length` and `Connection`, which the server writes
/// @param body its bytes
public record Response(int status, Map<String, String> headers, byte[] body) {
  /// Copies the headers.
  public Response {
    headers = Map.copyOf(headers);
  }

  /// A response with a text.
  public static Response of(int status, String contentType, String body) {
    return new Response(
        status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
  }

  /// The same with one more header.
  public Response with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }
}
