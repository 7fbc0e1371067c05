package io.gavel.web.reward.feed;

import io.gavel.config.GavelConfig;
import io.gavel.config.GetRewardConfig;
import io.gavel.health.Health;
import io.gavel.metric.TrainerMeters;
import io.gavel.serde.RecordSerdes;
import io.gavel.web.reward.Rewarding;
import io.gavel.web.reward.book.Answer;
import io.gavel.web.reward.book.Limits;
import io.gavel.web.reward.book.RewardBook;
import io.gavel.web.reward.book.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets rewards for trainers' samples through Kafka: publishes each as a generation, and waits
/// until its reward is in the topic of rewards. It owns its threads; for any.
public final class RewardDesk implements Rewarding, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RewardDesk.class);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final GavelConfig config;
  private final Judging judging;
  private final TrainerMeters meters;
  private final InstantSource clock;
  private final RewardBook book;
  private final SamplePublisher publisher;
  private final RewardFeed feed;
  private final Thread reading;
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("gavel-reward-clock").daemon().factory());

  private volatile boolean closed;

  private RewardDesk(
      GavelConfig config,
      RecordSerdes serdes,
      Judging judging,
      TrainerMeters meters,
      InstantSource clock) {
    this.config = config;
    this.judging = judging;
    this.meters = meters;
    this.clock = clock;
    GetRewardConfig settings = config.web().getReward();
    book =
        new RewardBook(
            new Limits(
                settings.waitingLimit(),
                settings.remember(),
                settings.outageWait(),
                settings.acceptPartial()));
    publisher = new SamplePublisher(config, serdes, book);
    feed = new RewardFeed(config, serdes, book, this::consumer, clock);
    reading = Thread.ofPlatform().name("gavel-reward-feed").daemon().unstarted(feed);
    meters.waiting(book::waiting);
  }

  /// Starts; returns at once. It answers as soon as it has read what was asked for before.
  ///
  /// @param config the settings; trainers are answered
  /// @param serdes make what reads and writes the records
  /// @param judging what the worker knows of how samples are judged
  /// @param meters count requests and samples
  /// @param clock the time
  /// @throws org.apache.kafka.common.KafkaException when the client refuses its properties
  public static RewardDesk start(
      GavelConfig config,
      RecordSerdes serdes,
      Judging judging,
      TrainerMeters meters,
      InstantSource clock) {
    RewardDesk desk = new RewardDesk(config, serdes, judging, meters, clock);
    desk.reading.start();
    var ignored = // ends with its executor
        desk.ticks.scheduleWithFixedDelay(
            desk::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    return desk;
  }

  @Override
  public CompletableFuture<Answer> ask(List<Sample> samples) {
    if (closed) {
      return CompletableFuture.completedFuture(
          new Answer.NotNow("this worker is being stopped: ask again", SOON));
    }
    if (!feed.isCaughtUp()) {
      return CompletableFuture.completedFuture(
          new Answer.NotNow("this worker reads what was asked for before: ask again", SOON));
    }
    Instant now = clock.instant();
    Optional<String> refusal = refusal(samples, now);
    if (refusal.isPresent()) {
      return CompletableFuture.completedFuture(new Answer.Never(refusal.get()));
    }
    RewardBook.Asked asked = book.ask(samples, now, config.web().getReward().longestWait());
    int published = asked.publications().size();
    meters.samples(published, Math.max(0, samples.size() - published));
    publisher.publish(asked.publications(), now);
    return asked.answer();
  }

  /// How it stands.
  public Health health() {
    return feed.health();
  }

  /// Answers everybody who waits, and stops; what is published is judged nevertheless.
  @Override
  public void close() {
    closed = true;
    ticks.shutdownNow();
    feed.stop();
    book.close();
    publisher.close();
    try {
      reading.join(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    try {
      book.tick(clock.instant(), judging.outage());
    } catch (RuntimeException e) {
      LOG.error(
          "reward_tick_failed", e); // The next may succeed, and without it nobody is answered.
    }
  }

  /// Why one of the samples will never be judged, as far as that can be known before.
  private Optional<String> refusal(List<Sample> samples, Instant now) {
    for (int i = 0; i < samples.size(); i++) {
      String id = RewardBook.generationId(samples.get(i), now);
      Optional<String> refusal =
          judging.refusal(
              SampleRecords.generation(
                  id, config.web().getReward().application(), samples.get(i), now),
              feed.policies());
      if (refusal.isPresent()) {
        return Optional.of("there is no reward for query[%d]: %s".formatted(i, refusal.get()));
      }
    }
    return Optional.empty();
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = config.kafka().consumer();
    properties.remove("group.id");
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("allow.auto.create.topics", false);
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
