package io.gavel.web.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.config.GetRewardConfig;
import io.gavel.config.WebConfig;
import io.gavel.metric.TrainerMeters;
import io.gavel.web.HealthRoutes;
import io.gavel.web.WebServer;
import io.gavel.web.reward.book.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GetRewardRoutesTest {
  private static final String NOTHING = "{\"query\": [], \"prompts\": [], \"labels\": []}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> slow = new ArrayList<>();
  private WebServer server;

  @BeforeEach
  void start() {
    GetRewardConfig config =
        new GetRewardConfig(
            "rlhf",
            "policy",
            Duration.ofSeconds(1),
            Duration.ZERO,
            3,
            Duration.ofSeconds(1),
            false,
            List.of());
    Rewarding rewarding =
        samples -> CompletableFuture.completedFuture(new Answer.Rewards(List.of()));
    server =
        WebServer.start(
            WebConfig.at("127.0.0.1:0"),
            List.of(
                new GetRewardRoutes(
                    config,
                    () -> Optional.of(rewarding),
                    new TrainerMeters(new SimpleMeterRegistry())),
                new HealthRoutes(Map::of)));
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
    server.close();
    client.close();
  }

  @Test
  void bodiesThatComeSlowlyLeaveThreadsForProbesAndAreTooManyAtSomePoint() throws Exception {
    for (int i = 0; i < 16; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
      slow.add(socket);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /get_reward HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16000000\r\n\r\n{"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> ask() == 503);
    assertThat(get("/health/live")).isEqualTo(200);

    for (Socket socket : slow) {
      socket.close();
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> ask() == 200);
  }

  @Test
  void aPageOfAnotherOriginIsRefusedAndOneOfItsOwnIsNot() throws Exception {
    assertThat(ask("Origin", "http://evil.example")).isEqualTo(403);
    assertThat(ask("Origin", "null")).isEqualTo(403);
    assertThat(ask("Origin", "http://127.0.0.1:" + server.address().getPort())).isEqualTo(200);
    assertThat(ask()).isEqualTo(200);
  }

  private int ask(String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve("/get_reward"))
            .POST(BodyPublishers.ofString(NOTHING));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private int get(String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(server.address().resolve(path)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
