package io.gavel.web.reward.feed;

import io.gavel.config.GavelConfig;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Policy;
import io.gavel.schema.Reward;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.topic.Topic;
import io.gavel.web.reward.book.RewardBook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what becomes of samples, from `web.get_reward.remember` ago on, into the book: rewards,
/// dead letters, and, until it has caught up with what there was when it started, which samples
/// were published. Policies it reads from the first. It belongs to no group: each worker reads all.
///
/// One thread runs it; the rest is for any.
final class RewardFeed implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RewardFeed.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String LOOP = "the reading of rewards";

  private final GavelConfig config;
  private final RecordSerdes serdes;
  private final RewardBook book;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final InstantSource clock;
  private final Heartbeat heartbeat = new Heartbeat(LOOP, System::nanoTime);
  private final String rewardTopic;
  private final String letterTopic;
  private final String policyTopic;
  private final String generationTopic;
  private final ConcurrentMap<String, Policy> policies = new ConcurrentHashMap<>();
  private volatile boolean caughtUp;
  private volatile boolean stopping;
  private volatile @Nullable Consumer<byte[], byte[]> open;
  private volatile @Nullable Health failure;

  /// @param consumers open a consumer of committed records without a group
  RewardFeed(
      GavelConfig config,
      RecordSerdes serdes,
      RewardBook book,
      Supplier<Consumer<byte[], byte[]>> consumers,
      InstantSource clock) {
    this.config = config;
    this.serdes = serdes;
    this.book = book;
    this.consumers = consumers;
    this.clock = clock;
    String prefix = config.topics().prefix();
    rewardTopic = Topic.REWARDS.name(prefix);
    letterTopic = Topic.DEAD_LETTERS.name(prefix);
    policyTopic = Topic.POLICIES.name(prefix);
    generationTopic = Topic.GENERATIONS.name(prefix);
  }

  /// What reads the values of one run.
  private record Readers(
      Deserializer<Reward> rewards,
      Deserializer<DeadLetter> letters,
      Deserializer<Policy> policies,
      OutcomeRecords outcomes)
      implements AutoCloseable {
    @Override
    public void close() {
      rewards.close();
      letters.close();
      policies.close();
      outcomes.close();
    }
  }

  /// Whether it has read all that there was when it started: before that, what has been published
  /// already is not known.
  boolean isCaughtUp() {
    return caughtUp;
  }

  /// All policies that can be read.
  Collection<Policy> policies() {
    return policies.values();
  }

  /// How the reading stands.
  Health health() {
    Health failed = failure;
    return failed != null ? failed : stopping ? Health.STOPPED : heartbeat.health();
  }

  /// Ends [#run], soon.
  void stop() {
    stopping = true;
    Consumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  /// Reads until [#stop]; begins anew after what fails.
  @Override
  public void run() {
    while (!stopping) {
      try (Consumer<byte[], byte[]> consumer = consumers.get();
          Readers readers = readers()) {
        open = consumer;
        read(consumer, readers);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("reward_feed_stopped");
      } catch (KafkaException e) {
        LOG.warn("reward_feed_waits cause={}", e.toString());
        pause(Health.waiting("%s: %s".formatted(LOOP, e.getMessage())));
      } catch (RuntimeException e) {
        LOG.error("reward_feed_failed", e);
        failure = Health.failed("%s: %s".formatted(LOOP, e));
        return;
      } finally {
        open = null;
      }
    }
  }

  private Readers readers() {
    return new Readers(
        serdes.deserializer(Reward.class),
        serdes.deserializer(DeadLetter.class),
        serdes.deserializer(Policy.class),
        new OutcomeRecords(serdes, Topic.JUDGE_REQUESTS.name(config.topics().prefix())));
  }

  private void read(Consumer<byte[], byte[]> consumer, Readers readers) {
    FeedPosition position = new FeedPosition(consumer);
    Instant from = clock.instant().minus(config.web().getReward().remember());
    position.fromTime(rewardTopic, from);
    position.fromTime(letterTopic, from);
    position.fromTime(generationTopic, from);
    position.fromBeginning(policyTopic);
    while (!stopping && position.isWhole()) {
      heartbeat.beat(
          caughtUp ? Health.RUNNING : Health.starting("reads what was asked for before"));
      for (ConsumerRecord<byte[], byte[]> source : consumer.poll(POLL)) {
        take(source, readers);
      }
      if (!caughtUp && position.isCaughtUp()) {
        caughtUp = true;
        LOG.info("reward_feed_ready samples_waiting={}", book.waiting());
      }
      if (caughtUp) {
        // From here on this worker knows what it publishes.
        position.leave(generationTopic);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> source, Readers readers) {
    while (!stopping) {
      try {
        take(source, key(source), readers);
        return;
      } catch (RegistryUnavailableException e) {
        LOG.warn("reward_feed_waits cause={}", e.toString());
        pause(Health.waiting("%s: %s".formatted(LOOP, e.getMessage())));
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> source, String key, Readers readers) {
    Instant now = clock.instant();
    if (source.topic().equals(policyTopic)) {
      policy(source, key, readers);
    } else if (source.topic().equals(generationTopic)) {
      book.seen(key, now);
    } else if (RewardBook.isSample(key) && source.topic().equals(rewardTopic)) {
      switch (RecordSerdes.decode(readers.rewards(), source)) {
        case Decoded.Intact<Reward>(var ignored, Reward reward) ->
            book.rewarded(reward.getGenerationId(), OutcomeRecords.composed(reward), now);
        case Decoded.Poison<Reward> poison -> unreadable(poison.detail());
      }
    } else if (RewardBook.isSample(key)) {
      switch (RecordSerdes.decode(readers.letters(), source)) {
        case Decoded.Intact<DeadLetter>(var ignored, DeadLetter letter) ->
            readers
                .outcomes()
                .loss(letter)
                .ifPresent(loss -> book.lost(letter.getGenerationId().orElse(key), loss, now));
        case Decoded.Poison<DeadLetter> poison -> unreadable(poison.detail());
      }
    }
  }

  private void policy(ConsumerRecord<byte[], byte[]> source, String key, Readers readers) {
    if (source.value() == null) {
      policies.remove(key);
      return;
    }
    switch (RecordSerdes.decode(readers.policies(), source)) {
      case Decoded.Intact<Policy>(var ignored, Policy policy) -> policies.put(key, policy);
      case Decoded.Poison<Policy> poison -> {
        policies.remove(key);
        unreadable(poison.detail());
      }
    }
  }

  private static void unreadable(String detail) {
    LOG.warn("reward_feed_skipped detail={}", detail);
  }

  private static String key(ConsumerRecord<byte[], byte[]> source) {
    return source.key() == null ? "" : new String(source.key(), StandardCharsets.UTF_8);
  }

  private void pause(Health health) {
    heartbeat.beat(health);
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
