package io.gavel.judge.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// An OpenAI-compatible server for tests, on a bare socket so that it can misbehave below HTTP too.
/// Written from the OpenAI API reference and vLLM's documentation of its server. One connection is
/// one exchange.
public final class TestingJudgeServer implements AutoCloseable {
  /// What it does with a request.
  @FunctionalInterface
  public interface Behaviour {
    /// Serves one request.
    ///
    /// @param exchange the request and its connection
    void serve(Exchange exchange) throws IOException, InterruptedException;
  }

  /// One request and its connection.
  ///
  /// @param socket the connection, closed afterwards
  /// @param head request line and headers
  /// @param body the request's body
  /// @param answering is run before anything is sent
  public record Exchange(Socket socket, String head, String body, Runnable answering) {
    /// Sends bytes as they are.
    public void send(String text) throws IOException {
      answering.run();
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    /// Blocks until the client closes the connection.
    public void awaitClose() {
      try {
        while (socket.getInputStream().read() >= 0) {}
      } catch (IOException e) {
        // A reset closes it too.
      }
    }
  }

  private final ServerSocket listener;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile Behaviour behaviour;

  /// Starts on a free port of the loopback interface.
  public TestingJudgeServer(Behaviour behaviour) throws IOException {
    this(behaviour, 0);
  }

  /// Starts on a port; 0: a free one.
  public TestingJudgeServer(Behaviour behaviour, int port) throws IOException {
    this.behaviour = behaviour;
    listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    Thread.ofVirtual().start(this::accept);
  }

  /// From now on.
  public void behave(Behaviour next) {
    behaviour = next;
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// The requests so far.
  public List<Exchange> exchanges() {
    return exchanges;
  }

  /// The most requests that waited for their answers at the same time. Who has an answer may ask
  /// again at once, so a request counts until its answer is about to be sent.
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  /// Answers with a status and JSON, and any further headers.
  public static Behaviour respond(int status, String json, String... headers) {
    return exchange -> {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      int length = json.getBytes(StandardCharsets.UTF_8).length;
      exchange.send(
          head
              + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
              + length
              + "\r\n\r\n"
              + json);
    };
  }

  /// Answers with a completion.
  public static Behaviour complete(String contentJson, String finishReason) {
    return respond(200, completion(contentJson, finishReason));
  }

  /// A completion as vLLM writes it.
  ///
  /// @param contentJson the content as JSON: a quoted string or null
  public static String completion(String contentJson, String finishReason) {
    return """
    {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"prometheus-7b",
     "choices":[{"index":0,"message":{"role":"assistant","content":%s},"logprobs":null,
                 "finish_reason":"%s","stop_reason":null}],
     "usage":{"prompt_tokens":700,"total_tokens":742,"completion_tokens":42}}
    """
        .formatted(contentJson, finishReason);
  }

  /// Says nothing until the client gives up, then counts a latch down.
  public static Behaviour hang(CountDownLatch started, CountDownLatch closed) {
    return exchange -> {
      started.countDown();
      exchange.awaitClose();
      closed.countDown();
    };
  }

  /// Closes with a reset.
  public static Behaviour reset() {
    return exchange -> exchange.socket().setSoLinger(true, 0);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Exchange exchange : exchanges) {
      exchange.socket().close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        head.write(next);
      }
      String headers = head.toString(StandardCharsets.US_ASCII);
      int length =
          headers
              .lines()
              .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      AtomicBoolean waits = new AtomicBoolean(true);
      Runnable answering =
          () -> {
            if (waits.getAndSet(false)) {
              underWay.decrementAndGet();
            }
          };
      Exchange exchange = new Exchange(socket, headers, body, answering);
      exchanges.add(exchange);
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      try {
        behaviour.serve(exchange);
      } finally {
        answering.run();
      }
    } catch (IOException e) {
      // The client went away, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
