package io.gavel.engine;

import io.gavel.config.EngineConfig;
import io.gavel.config.GavelConfig;
import io.gavel.engine.outcome.OutcomeAssembler;
import io.gavel.engine.outcome.RecordCodec;
import io.gavel.engine.transaction.OutcomePublisher;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import io.gavel.judge.Judge;
import io.gavel.metric.EngineMeters;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import io.gavel.trace.Tracing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine on one [JudgingLoop], in a thread of its own.
public final class JudgingEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(JudgingEngine.class);
  private static final Duration CLOSE = Duration.ofSeconds(15);

  private final EngineConfig config;
  private final RecordCodec codec;
  private final Calls calls;
  private final Publishing publishing;
  private final Consumer<byte[], byte[]> consumer;
  private final Heartbeat heartbeat = new Heartbeat("the judging loop", System::nanoTime);
  private final JudgingLoop loop;
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /// @param config the settings
  /// @param serdes how records are written and read
  /// @param judge assesses the requests
  /// @param meters counts
  /// @param tracing is told of each request
  /// @param clock tells when an outcome was made
  public JudgingEngine(
      GavelConfig config,
      RecordSerdes serdes,
      Judge judge,
      EngineMeters meters,
      Tracing tracing,
      InstantSource clock) {
    this.config = config.engine();
    String prefix = config.topics().prefix();
    codec = new RecordCodec(serdes, prefix);
    JudgeCall judging = new JudgeCall(judge, new OutcomeAssembler(clock), codec, tracing);
    calls = new Calls(judging);
    meters.observe(calls::size, clock);
    consumer = new KafkaConsumer<>(ClientProperties.consumer(config));
    CommittedMaps committed = new CommittedMaps(consumer, config.engine().groupId());
    Assignment assignment = new Assignment();
    publishing =
        new Publishing(
            new PublisherThread(
                new OutcomePublisher(() -> new KafkaProducer<>(ClientProperties.producer(config))),
                judging),
            consumer,
            committed,
            assignment,
            meters,
            config.engine().commitInterval());
    loop =
        new JudgingLoop(
            config.engine(),
            Topic.JUDGE_REQUESTS.name(prefix),
            consumer,
            committed,
            assignment,
            calls,
            publishing,
            Limits.of(config.engine(), Runtime.getRuntime().maxMemory()),
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
    // Closed in reverse: the consumer's last revocation still publishes.
    try (codec;
        publishing;
        calls;
        consumer) {
      loop.run();
    } catch (RuntimeException | Error e) {
      // An error too: a worker whose loop is gone has to say so and end.
      failure = e;
      LOG.error("engine_failed cause={}", e.toString(), e);
    }
  }
}
