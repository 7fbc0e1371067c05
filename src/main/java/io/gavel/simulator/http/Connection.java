package io.gavel.simulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection. Its own thread reads; while a request is being answered, on another
/// thread, it goes on reading, because only so does one notice that the client has gone.
final class Connection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final Socket socket;
  private final Handler handler;
  private final Limits limits;

  Connection(Socket socket, Handler handler, Limits limits) {
    this.socket = socket;
    this.handler = handler;
    this.limits = limits;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      RequestReader reader =
          new RequestReader(socket.getInputStream(), socket.getOutputStream(), limits);
      Request request = next(reader);
      while (request != null && exchange(request, reader)) {
        request = next(reader);
      }
    } catch (IOException e) {
      LOG.debug("connection_ended reason={}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Closes it such that the client sees a reset, and no port stays reserved for it.
  void reset() {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      LOG.debug("connection_ended reason={}", e.toString());
    }
  }

  /// The next request; null when there is none, or none that can be answered.
  private @Nullable Request next(RequestReader reader) throws IOException {
    try {
      return reader.next();
    } catch (UnacceptableException e) {
      write(Response.of(e.status(), "text/plain", e.getMessage() + "\n"), false, Integer.MAX_VALUE);
      drain();
      return null;
    }
  }

  /// Answers a request while watching the client.
  ///
  /// @return whether another may follow
  private boolean exchange(Request request, RequestReader reader)
      throws IOException, InterruptedException {
    CountDownLatch answered = new CountDownLatch(1);
    Thread answering =
        Thread.ofVirtual()
            .start(() -> {
              try {
                answer(request);
              } finally {
                answered.countDown();
              }
            });
    try {
      if (!reader.awaitMore()) {
        return false;
      }
      answered.await();
      return !socket.isClosed();
    } finally {
      if (answered.getCount() > 0) {
        answering.interrupt();
      }
    }
  }

  private void answer(Request request) {
    try {
      switch (handler.answer(request)) {
        case Answer.Whole(Response response) -> {
          write(response, request.keepAlive(), Integer.MAX_VALUE);
          if (!request.keepAlive()) {
            socket.close();
          }
        }
        case Answer.Truncated(Response response, int sentBytes) -> {
          write(response, request.keepAlive(), sentBytes);
          socket.close();
        }
        case Answer.Reset(Response response, int sentBytes) -> {
          write(response, request.keepAlive(), sentBytes);
          reset();
        }
      }
    } catch (IOException | InterruptedException e) {
      LOG.debug("request_aborted reason={}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("request_failed path={}", request.path(), e);
      reset();
    }
  }

  private void write(Response response, boolean keepAlive, int bodyBytes) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(response.status()).append(' ');
    head.append(reason(response.status())).append("\r\n");
    response
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(response.body().length).append("\r\n");
    head.append("Connection: ").append(keepAlive ? "keep-alive" : "close").append("\r\n\r\n");
    byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    int sent = Math.min(bodyBytes, response.body().length);
    byte[] message = new byte[bytes.length + sent];
    System.arraycopy(bytes, 0, message, 0, bytes.length);
    System.arraycopy(response.body(), 0, message, bytes.length, sent);
    OutputStream out = socket.getOutputStream();
    out.write(message);
    out.flush();
  }

  /// Reads what the client still sends, within limits: closing before that would reset the
  /// connection, and the client might never see the answer.
  private void drain() throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(1_000);
    socket.getInputStream().skip(4L * limits.bodyBytes());
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      default -> "Status " + status;
    };
  }
}
