package io.gavel.soak;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One server of the judge pool, down to the socket, since it has to reset connections and cut
/// bodies: answers chat completions after a while, or misbehaves when told to. It reads no more of
/// a request than its length.
final class JudgeServer implements AutoCloseable {
  /// What it serves.
  static final String MODEL = "soak-judge";

  private static final Duration MEDIAN = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMillis(2_500);
  private static final double SPREAD = 0.9;
  private static final int SLOWER = 10;
  private static final Duration HANG = Duration.ofSeconds(30);

  /// The share of the calls that a misbehaviour replaces.
  private static final double SHARE = 0.7;

  private static final JsonMapper JSON = new JsonMapper();

  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Misbehaviour misbehaviour;
  private volatile @Nullable ServerSocket listening;

  private JudgeServer(int port) {
    this.port = port;
  }

  /// Starts one.
  static JudgeServer start(int port) {
    JudgeServer server = new JudgeServer(port);
    server.comeBack();
    return server;
  }

  /// The base URL as a judge profile takes it.
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port + "/v1");
  }

  /// Misbehaves from now on.
  void misbehave(Misbehaviour how) {
    misbehaviour = how;
  }

  /// Answers again as it should.
  void behave() {
    misbehaviour = null;
  }

  /// Closes the port and ends every connection.
  void die() {
    try {
      ServerSocket socket = listening;
      listening = null;
      if (socket != null) {
        socket.close();
      }
      for (Socket connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Listens again, on the same port.
  void comeBack() {
    try {
      ServerSocket socket = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
      listening = socket;
      Thread.ofVirtual().name("judge-", 0).start(() -> accept(socket));
    } catch (IOException e) {
      throw new UncheckedIOException("the judge's port cannot be opened", e);
    }
  }

  @Override
  public void close() {
    die();
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (readRequest(in)) {
        if (!answer(connection)) {
          return;
        }
      }
    } catch (IOException e) {
      // The caller gave up, or this server dies.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(connection);
    }
  }

  /// Reads one request, its body unseen.
  ///
  /// @return false at the end of the connection
  private static boolean readRequest(InputStream in) throws IOException {
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    return length > 0 && in.readNBytes(length).length == length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /// @return whether the connection goes on
  private boolean answer(Socket connection) throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    Misbehaviour how = ThreadLocalRandom.current().nextDouble() < SHARE ? misbehaviour : null;
    Duration time = latency();
    if (how == null) {
      Thread.sleep(time);
      return respond(out, "200 OK", "", completion("Feedback: Good. [RESULT] 4"));
    }
    return switch (how) {
      case TOO_MANY_REQUESTS ->
          respond(out, "429 Too Many Requests", "Retry-After: 1\r\n", "{\"error\":{}}");
      case UNAVAILABLE -> respond(out, "503 Service Unavailable", "", "{\"error\":{}}");
      case INTERNAL_ERROR -> respond(out, "500 Internal Server Error", "", "{\"error\":{}}");
      case HANGS -> {
        Thread.sleep(HANG);
        yield false;
      }
      case RESETS -> {
        Thread.sleep(time.dividedBy(2));
        connection.setSoLinger(true, 0);
        yield false;
      }
      case TRUNCATES -> {
        Thread.sleep(time);
        String body = completion("Feedback: Good. [RESULT] 4");
        write(out, head("200 OK", "", body.length()) + body.substring(0, body.length() / 2));
        yield false;
      }
      case GARBAGE -> {
        Thread.sleep(time);
        yield respond(out, "200 OK", "", "<html>gateway</html>");
      }
      case NONSENSE -> {
        Thread.sleep(time);
        yield respond(out, "200 OK", "", completion("As a lamp I have no opinion."));
      }
      case SLOW -> {
        Thread.sleep(time.multipliedBy(SLOWER));
        yield respond(out, "200 OK", "", completion("Feedback: Good. [RESULT] 4"));
      }
    };
  }

  /// Lognormal, with a bounded tail.
  private static Duration latency() {
    double factor = Math.exp(SPREAD * ThreadLocalRandom.current().nextGaussian());
    return Duration.ofMillis((long) Math.min(MEDIAN.toMillis() * factor, LONGEST.toMillis()));
  }

  private static boolean respond(OutputStream out, String status, String headers, String body)
      throws IOException {
    write(out, head(status, headers, body.length()) + body);
    return true;
  }

  private static String head(String status, String headers, int length) {
    return "HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
        .formatted(status, headers, length);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String completion(String text) {
    ObjectNode body = JSON.createObjectNode();
    body.put("id", "soak").put("object", "chat.completion").put("model", MODEL);
    ObjectNode choice = body.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", text);
    body.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 20);
    return body.toString();
  }
}
