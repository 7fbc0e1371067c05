package io.gavel.judge.pool.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gavel.judge.model.Pauses;
import io.gavel.judge.pool.limit.ServerQueue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class QueueWatchTest {
  /// As vLLM 0.11 writes it, two engines.
  private static final String METRICS =
      """
      # HELP vllm:num_requests_running Number of requests in model execution batches.
      # TYPE vllm:num_requests_running gauge
      vllm:num_requests_running{engine="0",model_name="prometheus-eval/a b} 7"} 48.0
      vllm:num_requests_running{engine="1",model_name="prometheus-eval/a b} 7"} 16.0
      # TYPE vllm:num_requests_waiting gauge
      vllm:num_requests_waiting{engine="0",model_name="m"} 3.0 1764000000000
      vllm:num_requests_waiting{engine="1",model_name="m"} 2.0
      vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.25
      vllm:kv_cache_usage_perc{engine="1",model_name="m"} 0.75
      vllm:num_requests_waiting_total{engine="0"} 9999.0
      process_cpu_seconds_total 12.5
      """;

  private HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String body = METRICS;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"/v1, /metrics", "/v1/, /metrics", "'', /metrics", "/judge/v1, /judge/metrics"})
  void theQueueIsLookedAtBesideTheApi(String path, String metrics) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(probe(client, path).look()).contains(new ServerQueue(64, 5, 0.75));
    }
    assertThat(asked).containsExactly(metrics);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not metrics",
        "vllm:num_requests_running 4",
        "vllm:num_requests_running\nvllm:num_requests_waiting",
        "vllm:num_requests_running x\nvllm:num_requests_waiting 1",
        "vllm:num_requests_running NaN\nvllm:num_requests_waiting 1",
        "vllm:num_requests_running -1\nvllm:num_requests_waiting 1",
        "vllm:num_requests_running +Inf\nvllm:num_requests_waiting 1"
      })
  void whatIsNoQueueIsNone(String text) throws Exception {
    body = text;
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(probe(client, "/v1").look()).isEmpty();
    }
  }

  @Test
  void aPageThatIsTooLongIsNotRead() throws Exception {
    body = METRICS + "#".repeat(1 << 20);
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(probe(client, "/v1").look()).isEmpty();
    }
  }

  @Test
  void whereNobodyListensThereIsNone() throws Exception {
    server.stop(0);
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(probe(client, "/v1").look()).isEmpty();
    }
  }

  @Test
  void aServerThatNeverShowedAQueueIsAskedRarelyAndOneThatDidAsOftenAsEver() throws Exception {
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    List<ServerQueue> seen = new CopyOnWriteArrayList<>();
    CountDownLatch enough = new CountDownLatch(1);
    status = 404;
    Pauses noting =
        duration -> {
          pauses.add(duration);
          switch (pauses.size()) {
            case 2 -> status = 200;
            case 3 -> status = 503;
            case 10 -> {
              enough.countDown();
              new CountDownLatch(1).await(); // until it is interrupted
            }
            default -> {}
          }
        };
    try (HttpClient client = HttpClient.newHttpClient()) {
      QueueWatch watch =
          QueueWatch.start(probe(client, "/v1"), Duration.ofSeconds(1), noting, seen::add);
      enough.await();
      watch.close();
    }
    assertThat(seen).hasSize(1);
    Duration often = Duration.ofSeconds(1);
    Duration rarely = Duration.ofMinutes(1);
    assertThat(pauses)
        .containsExactly(rarely, rarely, often, often, often, often, often, often, often, often);
  }

  @Test
  void aClosedWatchAsksNoMore() throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Pauses noting =
        _ -> {
          pausing.countDown();
          try {
            new CountDownLatch(1).await(); // until it is interrupted
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };
    try (HttpClient client = HttpClient.newHttpClient()) {
      QueueWatch watch =
          QueueWatch.start(probe(client, "/v1"), Duration.ofSeconds(1), noting, _ -> {});
      pausing.await(); // It would not pause any more where it is closed while it looks.
      watch.close();
      interrupted.await();
    }
    assertThat(asked).hasSize(1);
  }

  private QueueProbe probe(HttpClient client, String path) {
    return new QueueProbe(
        client,
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
        Duration.ofMinutes(1));
  }
}
