package io.gavel.web.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.config.WebConfig;
import io.gavel.web.TestingBrowser;
import io.gavel.web.WebServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class EventRoutesTest {
  private final EventRoutes events = new EventRoutes(Duration.ofMillis(20), Duration.ofMillis(300));
  private final WebServer server = WebServer.start(WebConfig.at("127.0.0.1:0"), List.of(events));
  private final List<Client> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Client client : clients) {
      client.socket.close();
    }
    events.close();
    server.close();
  }

  private final class Client {
    private final Socket socket;
    private final BufferedReader in;

    private Client() throws IOException {
      this(server);
    }

    private Client(WebServer of) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), of.address().getPort());
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET /api/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      clients.add(this);
    }

    /// The next line that begins so; null at the end.
    private @Nullable String next(String beginning) throws IOException {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(beginning)) {
          return line;
        }
      }
      return null;
    }
  }

  @Test
  void whoComesIsToldThatEverythingChangedAndThenWhatDoes() throws IOException {
    Client client = new Client();

    assertThat(client.next("HTTP/1.1")).contains("200");
    assertThat(client.next("Content-Type")).contains("text/event-stream");
    assertThat(client.next("event:")).isEqualTo("event: changed");
    assertThat(client.next("data:"))
        .isEqualTo("data: {\"what\":[\"series\",\"alerts\",\"feedback\",\"pool\",\"funnel\"]}");
    events.changed(What.ALERTS);
    assertThat(client.next("data:")).isEqualTo("data: {\"what\":[\"alerts\"]}");
    events.changed(What.POOL);
    assertThat(client.next("data:")).isEqualTo("data: {\"what\":[\"pool\"]}");
  }

  @Test
  void whatChangesTwiceInAnIntervalIsToldOnce() throws IOException {
    // Its intervals end when the test says so, however slow this thread is.
    EventRoutes told = new EventRoutes(Duration.ofDays(1), Duration.ofMillis(300));
    WebServer telling = WebServer.start(WebConfig.at("127.0.0.1:0"), List.of(told));
    try {
      Client client = new Client(telling);
      client.next("data:");

      told.changed(What.ALERTS);
      told.changed(What.ALERTS);
      told.tell();
      assertThat(client.next("data:")).isEqualTo("data: {\"what\":[\"alerts\"]}");
      told.changed(What.POOL);
      told.tell();
      assertThat(client.next("data:")).isEqualTo("data: {\"what\":[\"pool\"]}");
    } finally {
      told.close();
      telling.close();
    }
  }

  @Test
  void inSilenceACommentKeepsTheConnection() throws IOException {
    Client client = new Client();
    client.next("data:");

    assertThat(client.next(":")).isEqualTo(": still here");
  }

  @Test
  void manyClientsTakeNoThreadOfTheServersAndTooManyAreRefused() throws IOException {
    for (int i = 0; i < 64; i++) {
      assertThat(new Client().next("data:")).isNotNull();
    }

    assertThat(new Client().next("HTTP/1.1")).contains("503");

    try (TestingBrowser browser = new TestingBrowser(server.address())) {
      assertThat(browser.get("/none").statusCode()).isEqualTo(404);
    }
    clients.getFirst().socket.close();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(new Client().next("HTTP/1.1")).contains("200"));
  }

  @Test
  void aClientThatTakesNothingHoldsUpNobody() throws IOException {
    new Client(); // Reads nothing.
    Client other = new Client();
    other.next("data:");

    for (int i = 0; i < 50; i++) {
      events.changed(What.FUNNEL);
      assertThat(other.next("data:")).isEqualTo("data: {\"what\":[\"funnel\"]}");
    }
  }

  @Test
  void closingEndsEveryConnectionAndTheServerAfterIt() throws Exception {
    Client client = new Client();
    client.next("data:");

    events.close();

    assertThat(client.next("data:")).isNull();
    assertThat(new Client().next("HTTP/1.1")).contains("503");
    CompletableFuture.runAsync(server::close).get(25, TimeUnit.SECONDS);
  }
}
