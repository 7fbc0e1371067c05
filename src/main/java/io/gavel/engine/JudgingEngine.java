package io.gavel.engine;

import io.gavel.config.EngineConfig;
import io.gavel.config.GavelConfig;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import io.gavel.judge.Judge;
import io.gavel.metric.EngineMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine on one [JudgingLoop], in a thread of its own.
public final class JudgingEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(JudgingEngine.class);
  private static final Duration CLOSE = Duration.ofSeconds(15);

  private final EngineConfig config;
  private final Calls calls;
  private final OutcomePublisher publisher;
  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<JudgeRequest> deserializer;
  private final Heartbeat heartbeat = new Heartbeat("the judging loop", System::nanoTime);
  private final JudgingLoop loop;
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /// @param config the settings
  /// @param serdes how records are written and read
  /// @param judge assesses the requests
  /// @param meters counts
  /// @param clock tells when an outcome was made
  public JudgingEngine(
      GavelConfig config,
      RecordSerdes serdes,
      Judge judge,
      EngineMeters meters,
      InstantSource clock) {
    this.config = config.engine();
    String prefix = config.topics().prefix();
    OutcomeAssembler assembler = new OutcomeAssembler(clock);
    calls = new Calls(judge, assembler);
    meters.inFlight(calls::size);
    publisher =
        new OutcomePublisher(
            () -> new KafkaProducer<>(producerProperties(config)),
            Topic.FEEDBACK.name(prefix),
            serdes.serializer(Feedback.class),
            Topic.DEAD_LETTERS.name(prefix),
            serdes.serializer(DeadLetter.class));
    consumer = new KafkaConsumer<>(consumerProperties(config));
    deserializer = serdes.deserializer(JudgeRequest.class);
    loop =
        new JudgingLoop(
            config.engine(),
            consumer,
            Topic.JUDGE_REQUESTS.name(prefix),
            deserializer,
            publisher,
            assembler,
            calls,
            meters,
            heartbeat);
    thread = Thread.ofPlatform().name("judging-loop").unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Health health() {
    Throwable thrown = failure;
    return thrown == null ? heartbeat.health() : Health.failed(thrown.toString());
  }

  @Override
  public void close() {
    loop.stop();
    try {
      if (!thread.join(config.drain().plus(CLOSE))) {
        LOG.warn("engine_stop_timeout the loop did not end in time; its requests are judged again");
        calls.cancel(ledger -> true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (deserializer;
        calls;
        publisher;
        consumer) {
      loop.run();
    } catch (RuntimeException | Error e) {
      // An error too: a worker whose loop is gone has to say so and end.
      failure = e;
      LOG.error("engine_failed cause={}", e.toString(), e);
    }
  }

  /// What is set here makes exactly-once true, and wins over the configuration; what only suits
  /// Gavel stands below it.
  private static Map<String, Object> consumerProperties(GavelConfig config) {
    Map<String, Object> properties = config.kafka().consumer();
    properties.put("group.id", config.engine().groupId());
    properties.put("enable.auto.commit", "false");
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("key.deserializer", ByteArrayDeserializer.class);
    properties.put("value.deserializer", ByteArrayDeserializer.class);
    properties.putIfAbsent("client.id", "gavel-judge-" + config.workerId());
    properties.putIfAbsent("max.poll.records", "500");
    if (!"consumer".equalsIgnoreCase(String.valueOf(properties.get("group.protocol")))) {
      // In the other protocol the broker decides on these.
      properties.putIfAbsent("session.timeout.ms", "10000");
      properties.putIfAbsent("heartbeat.interval.ms", "3000");
      properties.putIfAbsent(
          "partition.assignment.strategy",
          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    }
    return properties;
  }

  private static Map<String, Object> producerProperties(GavelConfig config) {
    Map<String, Object> properties = config.kafka().producer();
    properties.put("transactional.id", config.engine().groupId() + "-" + config.workerId());
    properties.put("enable.idempotence", "true");
    properties.put("acks", "all");
    properties.put("key.serializer", ByteArraySerializer.class);
    properties.put("value.serializer", ByteArraySerializer.class);
    properties.putIfAbsent("client.id", "gavel-judge-" + config.workerId());
    properties.putIfAbsent("transaction.timeout.ms", "30000");
    properties.putIfAbsent("delivery.timeout.ms", "20000");
    properties.putIfAbsent("request.timeout.ms", "10000");
    properties.putIfAbsent("max.block.ms", "10000");
    return properties;
  }
}
