package io.gavel.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A registry's HTTP side with answers that a test sets, which counts what it is asked.
final class TestingRegistryServer implements AutoCloseable {
  record Answer(int status, String body) {}

  record Asked(String what, @Nullable String authorization, String body) {}

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile @Nullable Answer always;
  private volatile boolean silent;
  private volatile boolean stopsHalfWay;

  private TestingRegistryServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  static TestingRegistryServer start() {
    try {
      return new TestingRegistryServer(HttpServer.create(anyPort(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TestingRegistryServer start(SSLContext context, boolean clientsHaveCertificates) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(context) {
            @Override
            public void configure(com.sun.net.httpserver.HttpsParameters parameters) {
              var tls = context.getDefaultSSLParameters();
              tls.setNeedClientAuth(clientsHaveCertificates);
              parameters.setSSLParameters(tls);
            }
          });
      return new TestingRegistryServer(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An address at which nobody listens.
  static String nobody() {
    try (TestingRegistryServer gone = start()) {
      return gone.url();
    }
  }

  String url() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://localhost:"
        + server.getAddress().getPort();
  }

  /// @param what for example `GET /schemas/ids/1`
  TestingRegistryServer answers(String what, int status, String body) {
    answers.put(what, new Answer(status, body));
    return this;
  }

  TestingRegistryServer answersAlways(int status, String body) {
    always = new Answer(status, body);
    return this;
  }

  /// Takes requests and says nothing.
  TestingRegistryServer staysSilent() {
    silent = true;
    return this;
  }

  /// Sends the headers and a part of the body, and then nothing.
  TestingRegistryServer stopsHalfWay() {
    stopsHalfWay = true;
    return this;
  }

  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(new Asked(what, exchange.getRequestHeaders().getFirst("Authorization"), body));
      if (silent) {
        waitForEnd();
        return;
      }
      Answer answer =
          always != null
              ? always
              : answers.getOrDefault(
                  what, new Answer(404, "{\"error_code\":404,\"message\":\"HTTP 404\"}"));
      byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status, bytes.length + (stopsHalfWay ? 10 : 0));
      exchange.getResponseBody().write(bytes);
      if (stopsHalfWay) {
        exchange.getResponseBody().flush();
        waitForEnd();
      }
    }
  }

  private void waitForEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
