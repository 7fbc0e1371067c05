package io.gavel.simulator.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the requests of one connection (RFC 9112), whole and within limits.
final class RequestReader {
  private static final int BUFFER_BYTES = 4096;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final BufferedInputStream in;
  private final OutputStream out;
  private final Limits limits;

  /// @param in what the client sends
  /// @param out where it is told to go on with a body that it announced
  /// @param limits what is read at most
  RequestReader(InputStream in, OutputStream out, Limits limits) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.out = out;
    this.limits = limits;
  }

  /// Waits until the client sends something more.
  ///
  /// @return false when it never will: it has closed its side
  boolean awaitMore() throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return false;
    }
    in.reset();
    return true;
  }

  /// The next request; null when the client has closed the connection before one.
  ///
  /// @throws UnacceptableException when it is no HTTP or over a limit
  @Nullable Request next() throws IOException, UnacceptableException {
    int[] left = {limits.headBytes()};
    String start = line(left);
    while (start != null && start.isEmpty()) {
      start = line(left);
    }
    if (start == null) {
      return null;
    }
    String[] parts = start.split(" ", -1);
    if (parts.length != 3 || !parts[1].startsWith("/") || !parts[2].matches("HTTP/1\\.[01]")) {
      throw new UnacceptableException(400, "this is no HTTP/1.1 request");
    }
    Map<String, String> headers = headers(left);
    String[] target = parts[1].split("\\?", 2);
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    boolean keepAlive =
        parts[2].endsWith("1") ? !connection.contains("close") : connection.contains("keep-alive");
    return new Request(
        parts[0],
        target[0],
        target.length == 1 ? Map.of() : query(target[1]),
        headers,
        keepAlive,
        body(headers, left));
  }

  private Map<String, String> headers(int[] left) throws IOException, UnacceptableException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(left); line != null && !line.isEmpty(); line = line(left)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new UnacceptableException(400, "a header has no name");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers, int[] left)
      throws IOException, UnacceptableException {
    String length = headers.get("content-length");
    boolean chunked = headers.containsKey("transfer-encoding");
    if (length == null && !chunked) {
      return new byte[0];
    }
    if (chunked && !headers.get("transfer-encoding").equalsIgnoreCase("chunked")) {
      throw new UnacceptableException(501, "only chunked is a transfer encoding here");
    }
    if (length != null && !length.matches("\\d{1,18}")) {
      throw new UnacceptableException(400, "Content-Length is no number");
    }
    if (length != null && Long.parseLong(length) > limits.bodyBytes()) {
      throw tooLarge();
    }
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write(CONTINUE);
    }
    return chunked ? chunks(left) : exactly(Integer.parseInt(length));
  }

  private byte[] chunks(int[] left) throws IOException, UnacceptableException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = String.valueOf(line(left)).split(";", 2)[0].strip();
      if (!line.matches("[0-9A-Fa-f]{1,8}")) {
        throw new UnacceptableException(400, "a chunk has no size");
      }
      long size = Long.parseLong(line, 16);
      if (size == 0) {
        headers(left); // the trailer
        return body.toByteArray();
      }
      if (body.size() + size > limits.bodyBytes()) {
        throw tooLarge();
      }
      body.write(exactly((int) size));
      line(left);
      left[0] = limits.headBytes();
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the client closed the connection within a body");
    }
    return bytes;
  }

  private UnacceptableException tooLarge() {
    return new UnacceptableException(
        413, "the body is longer than " + limits.bodyBytes() + " bytes");
  }

  /// A line without its end; null at the end of the stream.
  private @Nullable String line(int[] left) throws IOException, UnacceptableException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (--left[0] < 0) {
        throw new UnacceptableException(431, "the head of the request is too long");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static Map<String, String> query(String query) throws UnacceptableException {
    Map<String, String> parameters = new HashMap<>();
    try {
      for (String part : query.split("&")) {
        String[] pair = part.split("=", 2);
        parameters.put(
            URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
            pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    } catch (IllegalArgumentException e) {
      throw new UnacceptableException(400, "the query is not URL-encoded");
    }
    return parameters;
  }
}
