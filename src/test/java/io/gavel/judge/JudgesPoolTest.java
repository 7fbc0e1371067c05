package io.gavel.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gavel.StablePorts;
import io.gavel.config.JudgeAskingConfig;
import io.gavel.config.JudgeConfig;
import io.gavel.config.JudgePoolConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.config.Secret;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.judge.model.Pauses;
import io.gavel.judge.model.TestingJudgeServer;
import io.gavel.judge.pool.BreakerState;
import io.gavel.judge.pool.EndpointStatus;
import io.gavel.judge.pool.discovery.NameResolver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole pool before real HTTP servers that stop, start and show their queue.
@Timeout(300)
class JudgesPoolTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StablePorts ports = new StablePorts();

  /// A judge with slots; what is beyond them waits, and it says so.
  private static final class Server implements AutoCloseable {
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger there = new AtomicInteger();
    private final Semaphore slots;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Server(String address, int port, int size) throws IOException {
      this(address, port, size, Duration.ofMillis(10));
    }

    Server(String address, int port, int size, Duration work) throws IOException {
      slots = new Semaphore(size);
      http = HttpServer.create(new InetSocketAddress(address, port), 256);
      http.setExecutor(threads);
      http.createContext(
          "/v1/chat/completions",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            there.incrementAndGet();
            slots.acquireUninterruptibly();
            try {
              Thread.sleep(work);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              slots.release();
              there.decrementAndGet();
            }
            // Before the answer: who has read it may count at once.
            answered.incrementAndGet();
            send(exchange, TestingJudgeServer.completion("\"Good. [RESULT] 4\"", "stop"));
          });
      http.createContext(
          "/metrics",
          exchange ->
              send(
                  exchange,
                  "vllm:num_requests_running %d\nvllm:num_requests_waiting %d\n"
                      .formatted(Math.min(there.get(), size), Math.max(there.get() - size, 0))));
      http.start();
    }

    private static void send(com.sun.net.httpserver.HttpExchange exchange, String text)
        throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    int port() {
      return http.getAddress().getPort();
    }

    URI base() {
      return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    @Override
    public void close() {
      http.stop(0);
      threads.shutdownNow();
    }
  }

  @Test
  void besideAStoppedServerTheOtherCarriesOnAndTheStoppedOneComesBack() throws Exception {
    Server first = new Server("127.0.0.1", ports.next(), 8);
    try (Server second = new Server("127.0.0.1", 0, 8);
        Judges judges = judges(NameResolver.JVM, first.base(), second.base())) {
      assess(judges, 50);
      assertThat(first.answered.get()).isPositive();
      first.close();
      int before = second.answered.get();
      assess(judges, 100);
      assertThat(second.answered.get()).isEqualTo(before + 100);
      EndpointStatus dead = judges.endpoints().getFirst();
      assertThat(dead.state()).isNotEqualTo(BreakerState.CLOSED);
      assertThat(dead.cause()).contains("127.0.0.1:" + first.port());
      assertThat(judges.endpoints().get(1).state()).isEqualTo(BreakerState.CLOSED);
      assertThat(breaker(first.base())).isPositive();
      try (Server again = new Server("127.0.0.1", first.port(), 8)) {
        await()
            .until(() -> {
              assess(judges, 4);
              return judges.endpoints().getFirst().state() == BreakerState.CLOSED;
            });
        assess(judges, 50);
        assertThat(again.answered.get()).isPositive();
        assertThat(breaker(first.base())).isZero();
      }
    }
  }

  @Test
  void bothServersStoppedIsWaitedForAndNothingIsLost() throws Exception {
    Server first = new Server("127.0.0.1", ports.next(), 8);
    Server second = new Server("127.0.0.1", ports.next(), 8);
    try (Judges judges = judges(NameResolver.JVM, first.base(), second.base());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assess(judges, 20);
      first.close();
      second.close();
      List<Future<Verdict>> verdicts = start(judges, threads, 50);
      await()
          .until(() ->
              judges.endpoints().stream()
                  .noneMatch(status -> status.state() == BreakerState.CLOSED));
      assertThat(verdicts).noneMatch(Future::isDone);
      try (Server _ = new Server("127.0.0.1", second.port(), 8)) {
        for (Future<Verdict> verdict : verdicts) {
          assertThat(verdict.get()).isInstanceOf(Verdict.Scored.class);
        }
      }
    }
  }

  @Test
  void theLimitSettlesAtWhatTheServersQueueShows() throws Exception {
    // So slow that its slots are what is scarce, not the processor that it shares with the client.
    try (Server server = new Server("127.0.0.1", 0, 16, Duration.ofMillis(100));
        Judges judges = judges(NameResolver.JVM, server.base());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean enough = new AtomicBoolean();
      List<Future<Verdict>> last =
          IntStream.range(0, 100).mapToObj(_ -> ask(judges, threads, enough)).toList();
      try {
        await().until(() -> judges.endpoints().getFirst().limit() >= 16);
        int before = server.answered.get();
        await().until(() -> server.answered.get() >= before + 1000);
        // While they ask on: what is seen of a queue that comes to its end says little.
        List<Integer> limits = new ArrayList<>();
        await()
            .pollInterval(Duration.ofMillis(20))
            .until(() -> {
              limits.add(judges.endpoints().getFirst().limit());
              return server.answered.get() >= before + 2000;
            });
        Collections.sort(limits);
        assertThat(limits.get(limits.size() / 2)).as("half of %s", limits).isBetween(16, 40);
      } finally {
        enough.set(true);
      }
      for (Future<Verdict> verdict : last) {
        assertThat(verdict.get()).isInstanceOf(Verdict.Scored.class);
      }
    }
  }

  @Test
  void theAddressesOfANameAreServersThatComeAndGo() throws Exception {
    Server first = new Server("127.0.0.1", 0, 8);
    Server second;
    try {
      second = new Server("127.0.0.2", first.port(), 8);
    } catch (BindException e) {
      first.close();
      org.junit.jupiter.api.Assumptions.abort("127.0.0.2 cannot be bound here");
      return;
    }
    List<InetAddress> addresses = new java.util.concurrent.CopyOnWriteArrayList<>();
    addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    NameResolver resolver =
        host -> {
          if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
          }
          return List.copyOf(addresses);
        };
    URI name = URI.create("dns+http://judges.test:" + first.port() + "/v1");
    try (first;
        second;
        Judges judges = judges(resolver, name)) {
      assess(judges, 20);
      assertThat(first.answered.get()).isEqualTo(20);
      addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
      await().until(() -> judges.endpoints().size() == 2);
      assess(judges, 50);
      assertThat(second.answered.get()).isPositive();
      addresses.removeFirst();
      await().until(() -> judges.endpoints().size() == 1);
      int before = first.answered.get();
      assess(judges, 20);
      addresses.clear();
      assess(judges, 20);
      assertThat(first.answered.get()).isEqualTo(before);
      assertThat(judges.endpoints())
          .extracting(EndpointStatus::endpoint)
          .containsExactly("http://127.0.0.2:" + first.port() + "/v1");
      // A gauge that stayed would show for ever what was true when the name led there last.
      for (String gauge :
          List.of("gavel.judge.in.flight", "gavel.judge.limit", "gavel.judge.breaker")) {
        await()
            .untilAsserted(() ->
                assertThat(registry.find(gauge).gauges())
                    .as(gauge)
                    .extracting(meter -> meter.getId().getTag("endpoint"))
                    .containsExactly("http://127.0.0.2:" + first.port() + "/v1"));
      }
    }
  }

  @Test
  void aWrongKeyStopsThePoolWithANamedReasonAndOneProbeAtATime() throws Exception {
    try (TestingJudgeServer server =
            new TestingJudgeServer(exchange -> {
              Thread.sleep(5);
              TestingJudgeServer.respond(401, "{}").serve(exchange);
            });
        Judges judges = judges(NameResolver.JVM, server.base());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> verdicts = start(judges, threads, 100);
      await().until(() -> server.exchanges().size() > 14);
      int most = server.mostUnderWay();
      EndpointStatus stopped = judges.endpoints().getFirst();
      long done = verdicts.stream().filter(Future::isDone).count();
      server.behave(TestingJudgeServer.complete("\"Good. [RESULT] 4\"", "stop"));
      for (Future<Verdict> verdict : verdicts) {
        assertThat(verdict.get()).isInstanceOf(Verdict.Scored.class);
      }
      // The first ones that had permits together, then one after the other; and the look at its
      // queue.
      assertThat(most).isLessThanOrEqualTo(9);
      assertThat(done).isZero();
      assertThat(stopped.cause())
          .isEqualTo(server.base() + " answered 401; check the profile's api_key");
    }
  }

  private Judges judges(NameResolver resolver, URI... endpoints) {
    JudgeProfile profile =
        new JudgeProfile(
            "prometheus",
            List.of(endpoints),
            "prometheus-7b",
            "prometheus-2",
            Secret.NONE,
            1.0,
            0.9,
            1.03,
            1024,
            64,
            Duration.ofSeconds(30),
            3,
            Duration.ofMinutes(10),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            false,
            new JudgePoolConfig("following", 8, 1, Duration.ofMillis(100), Duration.ofMillis(50)),
            JudgeAskingConfig.PLAIN);
    return Judges.of(
        new JudgeConfig("main", Map.of("main", profile)),
        registry,
        InstantSource.system(),
        MonotonicClock.system(),
        Pauses.SLEEP,
        new Random(1),
        resolver);
  }

  private static List<Future<Verdict>> start(Judges judges, ExecutorService threads, int count) {
    List<Future<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      verdicts.add(
          threads.submit(() -> judges.assess(TestingRequests.request("Why?", "Because.").build())));
    }
    return verdicts;
  }

  /// Asks again and again; the last verdict.
  private static Future<Verdict> ask(Judges judges, ExecutorService threads, AtomicBoolean enough) {
    return threads.submit(() -> {
      Verdict verdict;
      do {
        verdict = judges.assess(TestingRequests.request("Why?", "Because.").build());
      } while (!enough.get());
      return verdict;
    });
  }

  private static void assess(Judges judges, int count) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Verdict> verdict : start(judges, threads, count)) {
        assertThat(verdict.get()).isInstanceOf(Verdict.Scored.class);
      }
    }
  }

  private double breaker(URI endpoint) {
    return registry.get("gavel.judge.breaker").tag("endpoint", endpoint.toString()).gauge().value();
  }
}
