package io.gavel.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gavel.StablePorts;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// On the level of bytes, where a client may send what it likes.
@Timeout(180)
class SocketServerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();
  private SocketServer server;

  private Answer answer(Request request) throws InterruptedException {
    Response echo =
        Response.of(200, "text/plain", request.call() + request.query() + request.body());
    return switch (request.path()) {
      case "/wait" -> {
        waiting.incrementAndGet();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          interrupted.incrementAndGet();
          throw e;
        }
        throw new IllegalStateException("nothing counts it down");
      }
      case "/truncated" -> new Answer.Truncated(echo, 4);
      case "/reset" -> new Answer.Reset(echo, 4);
      case "/fail" -> throw new IllegalStateException("a test's failure");
      default -> new Answer.Whole(echo);
    };
  }

  @BeforeEach
  void start() throws IOException {
    server = SocketServer.start(LOOPBACK, 0, this::answer, new Limits(500, 100));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Socket send(String text) throws IOException {
    Socket socket = new Socket(LOOPBACK, server.port());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /// All that the server sends until it closes the connection.
  private String closing(String text) throws IOException {
    try (Socket socket = send(text)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aRequestIsReadWithItsQueryAndBody() throws IOException {
    assertThat(
            closing(
                "POST /a/b?x=1%202&y HTTP/1.1\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Type: text/plain\r\n", "\r\nConnection: close\r\n")
        .contains("POST /a/b{")
        .contains("x=1 2", "y=")
        .endsWith("}body");
  }

  @Test
  void aChunkedBodyIsReadWhole() throws IOException {
    assertThat(
            closing(
                "POST / HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3;name=value\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n"))
        .endsWith("abcde");
  }

  @Test
  void aClientThatAsksWhetherToGoOnIsToldTo() throws IOException {
    assertThat(
            closing(
                "POST / HTTP/1.1\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab"))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
  }

  @Test
  void aConnectionStaysForTheNextRequestAndTheOneThatCameTooEarly() throws IOException {
    String answers =
        closing(
            "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    assertThat(answers.indexOf("GET /1")).isLessThan(answers.indexOf("GET /2"));
    assertThat(answers).endsWith("GET /3{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello| 400",
        "GET / HTTP/2| 400",
        "GET / HTTP/1.1;no header| 400",
        "POST / HTTP/1.1;Content-Length: x| 400",
        "POST / HTTP/1.1;Content-Length: 101| 413",
        "POST / HTTP/1.1;Transfer-Encoding: gzip| 501",
        "GET /?%zz HTTP/1.1| 400"
      })
  void whatCannotBeReadIsRefusedAndTheConnectionClosed(String head, int status) throws IOException {
    assertThat(closing(head.replace(";", "\r\n") + "\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Connection: close");
  }

  @Test
  void aHeadOrAChunkedBodyOverTheLimitIsRefused() throws IOException {
    assertThat(closing("GET /" + "x".repeat(600) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(
            closing(
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFF\r\n" + "x".repeat(255)))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void aClientThatClosesInterruptsItsRequest() throws IOException {
    Socket socket = send("GET /wait HTTP/1.1\r\n\r\n");
    await().until(() -> waiting.get() == 1);
    assertThat(interrupted).hasValue(0);

    socket.close();

    await().until(() -> interrupted.get() == 1 && server.connections() == 0);
  }

  @Test
  void aClientThatResetsInterruptsItsRequest() throws IOException {
    Socket socket = send("GET /wait HTTP/1.1\r\n\r\n");
    await().until(() -> waiting.get() == 1);

    socket.setSoLinger(true, 0);
    socket.close();

    await().until(() -> interrupted.get() == 1 && server.connections() == 0);
  }

  @Test
  void aTruncatedAnswerEndsBeforeItsPromisedLength() throws IOException {
    assertThat(closing("GET /truncated HTTP/1.1\r\n\r\n"))
        .contains("Content-Length: 16\r\n")
        .endsWith("\r\n\r\nGET ");
  }

  @Test
  void aResetAnswerEndsInAReset() throws IOException {
    try (Socket socket = send("GET /reset HTTP/1.1\r\n\r\n")) {
      InputStream in = socket.getInputStream();

      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(in::readAllBytes)
          .withMessageContaining("reset");
    }
  }

  @Test
  void aHandlerThatFailsEndsItsConnectionAlone() throws IOException {
    try (Socket socket = send("GET /fail HTTP/1.1\r\n\r\n")) {
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> socket.getInputStream().readAllBytes());
    }
    assertThat(closing("GET / HTTP/1.0\r\n\r\n")).contains("GET /");
  }

  @Test
  void closingResetsEveryConnectionAndThePortCanBeOpenedAgainAtOnce() throws IOException {
    server.close();
    int port = new StablePorts().next();
    server = SocketServer.start(LOOPBACK, port, this::answer, new Limits(500, 100));
    for (int i = 0; i < 20; i++) {
      try (Socket idle = new Socket(LOOPBACK, port);
          Socket busy = send("GET /wait HTTP/1.1\r\n\r\n")) {
        int before = i;
        await().until(() -> server.connections() == 2 && waiting.get() == before + 1);

        server.close();

        for (Socket socket : new Socket[] {idle, busy}) {
          assertThatExceptionOfType(SocketException.class)
              .isThrownBy(() -> socket.getInputStream().readAllBytes());
        }
        assertThatExceptionOfType(ConnectException.class)
            .isThrownBy(() -> new Socket(LOOPBACK, port).close());
        server = SocketServer.start(LOOPBACK, port, this::answer, new Limits(500, 100));
      }
    }
    assertThat(server.port()).isEqualTo(port);
    await().until(() -> interrupted.get() == 20);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> SocketServer.start(LOOPBACK, server.port(), this::answer, Limits.ofBody(1)))
        .withMessageContaining("port " + server.port() + " of 127.0.0.1 cannot be opened");
  }
}
