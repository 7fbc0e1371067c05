package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.sun.net.httpserver.HttpServer;
import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A whole worker with a known secret wherever one can be set, and all that it says.
@Timeout(400)
@ExtendWith(LocalCluster.class)
final class SecretsTest {
  private static final Map<String, String> SECRETS =
      Map.of(
          "KAFKA", "kafka-secret-6c1f",
          "STORE", "store-secret-77ab",
          "REGISTRY", "registry-secret-90de",
          "JUDGE", "judge-secret-31c4",
          "WEB", "web-secret-e5f2",
          "ALERTS", "alerts-secret-0b9a");

  private final LocalCluster.Servers servers;
  private final Path folder;
  private final Said said = new Said();

  SecretsTest(LocalCluster.Servers servers, @TempDir Path folder) {
    this.servers = servers;
    this.folder = folder;
  }

  /// Keeps every line of the log, with the stack traces.
  private static final class Said extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(
          event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
  }

  @Test
  void noSecretIsInTheLogOfAWorkerWhoseJudgeQuotesItsKey() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger own = (Logger) LoggerFactory.getLogger("io.gavel");
    Logger clients = (Logger) LoggerFactory.getLogger("org.apache.kafka");
    Level before = root.getLevel();
    Level clientsBefore = clients.getLevel();
    Level ownBefore = own.getLevel();
    said.start();
    root.addAppender(said);
    // More than a worker says: libraries at INFO tell all their settings, and Gavel all it can.
    root.setLevel(Level.INFO);
    clients.setLevel(Level.INFO);
    own.setLevel(Level.DEBUG);
    AtomicInteger asked = new AtomicInteger();
    HttpServer judge = quoting(asked);
    List<String> shown = new ArrayList<>();
    try {
      GavelConfig config = config(judge.getAddress().getPort());
      shown.add(config.toString());
      createTopics(config);
      sendRequest(config);
      try (WatchedWorker worker =
          WatchedWorker.start(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
        await().atMost(Duration.ofMinutes(2)).until(() -> asked.get() > 1);
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> said.lines.stream().anyMatch(it -> it.contains("judge_")));
        shown.add(worker.health().toString());
        shown.add(worker.judgeEndpoints().toString());
      }
    } finally {
      root.detachAppender(said);
      root.setLevel(before);
      clients.setLevel(clientsBefore);
      own.setLevel(ownBefore);
      judge.stop(0);
    }
    shown.addAll(said.lines);
    assertThat(shown).hasSizeGreaterThan(20);
    assertThat(shown).anyMatch(it -> it.contains("sasl.jaas.config = [hidden]"));
    for (String secret : SECRETS.values()) {
      assertThat(shown.stream().filter(it -> it.contains(secret)).toList()).isEmpty();
    }
  }

  /// A judge that refuses the key, and says so in its own words.
  private static HttpServer quoting(AtomicInteger asked) throws Exception {
    HttpServer judge =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    judge.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] body =
              "{\"error\": {\"message\": \"Incorrect API key provided: %s\", \"code\": \"invalid_api_key\"}}"
                  .formatted(exchange.getRequestHeaders().getFirst("Authorization"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    judge.start();
    return judge;
  }

  private void createTopics(GavelConfig config) {
    servers.createTopics(
        Stream.of(Topic.values()).map(it -> it.name(config.topics().prefix())).toList(), 1);
  }

  private void sendRequest(GavelConfig config) throws Exception {
    String topic = Topic.JUDGE_REQUESTS.name(config.topics().prefix());
    byte[] request =
        new RecordSerdes(servers.registryConfig())
            .serializer(JudgeRequest.class)
            .serialize(topic, TestRecords.judgeRequest("g1").build());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, request)).get();
    }
  }

  private GavelConfig config(int judgePort) throws Exception {
    Path secret = Files.writeString(folder.resolve("kafka"), SECRETS.get("KAFKA") + "\n");
    String prefix = servers.newTopics(1).prefix();
    return ConfigLoader.load(
        Files.writeString(
            folder.resolve("gavel.yaml"),
            """
            worker_id: secrets
            kafka:
              bootstrap_servers: %s
              properties:
                sasl.mechanism: SCRAM-SHA-512
                sasl.jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="gavel" password="${file:%s}";
                ssl.truststore.password: ${env:STORE}
            registry:
              url: %s
              properties:
                basic.auth.credentials.source: USER_INFO
                basic.auth.user.info: gavel:${env:REGISTRY}
            topics: {prefix: %s, partitions: 1}
            enrich: {application_id: secrets-enrich, state_dir: %s}
            engine: {group_id: secrets-judge, drain: 1s}
            reward: {application_id: secrets-reward, state_dir: %s}
            monitor:
              application_id: secrets-monitor
              state_dir: %s
              alertmanager: {url: ["http://127.0.0.1:9"], bearer_token: "${env:ALERTS}"}
            web: {listen: "127.0.0.1:0", token: "${env:WEB}"}
            judge:
              profiles:
                prometheus:
                  endpoints: ["http://127.0.0.1:%d/v1"]
                  api_key: ${env:JUDGE}
                  backoff: 10ms
            """
                .formatted(
                    servers.broker().bootstrapServers(),
                    secret,
                    servers.registry().url(),
                    prefix,
                    folder.resolve("enrich"),
                    folder.resolve("reward"),
                    folder.resolve("monitor"),
                    judgePort)),
        SECRETS);
  }
}
