package io.gavel.reward;

import io.gavel.config.RewardConfig;
import io.gavel.metric.RewardMeters;
import io.gavel.reward.decision.Composing;
import io.gavel.schema.Reward;
import io.gavel.schema.RewardOutcome;
import io.gavel.schema.RewardTally;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Where the outcomes of a generation meet: its reward is composed when all have come, or when they
/// have been waited for long enough.
final class RewardProcessor implements Processor<String, byte[], byte[], byte[]> {
  private static final int COMPOSED_AT_A_TIME = 1_000;
  private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

  private final RewardConfig config;
  private final String topic;
  private final RecordSerdes serdes;
  private final RewardMeters meters;
  private final InternalSerde<RewardOutcome> outcomes = InternalSerde.of(RewardOutcome.class);
  private ProcessorContext<byte[], byte[]> context;
  private Serializer<Reward> rewards;
  private RewardRoom room;

  /// @param topic the name of the topic of rewards
  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  RewardProcessor(RewardConfig config, String topic, RecordSerdes serdes, RewardMeters meters) {
    this.config = config;
    this.topic = topic;
    this.serdes = serdes;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    rewards = serdes.serializer(Reward.class);
    // The store is restored by now, in a new task as well as in one that starts over.
    room = new RewardRoom(context.getStateStore(RewardTopology.REWARD_TALLIES));
    countWaiting();
    context.schedule(LOOK_AROUND, PunctuationType.WALL_CLOCK_TIME, this::lookAround);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    RewardOutcome outcome = outcomes.decode(record.value());
    String key = RewardRoom.key(outcome);
    RewardTally before = room.tally(key);
    if (before != null && before.getComposed()) {
      meters.skipped(RewardMeters.LATE);
      return;
    }
    Optional<RewardTally> after = Composing.with(before, outcome, now());
    if (after.isEmpty()) {
      meters.skipped(RewardMeters.DUPLICATE);
      return;
    }
    if (Composing.isWhole(after.get())) {
      compose(key, after.get(), record.timestamp());
    } else {
      room.keep(key, after.get());
      if (room.waiting() > config.generationLimit()) {
        room.longestWaiting().ifPresent(oldest -> compose(oldest, record.timestamp()));
      }
    }
    countWaiting();
  }

  /// Composes what has been waited for long enough, a bounded number at a time, and forgets what
  /// was composed as long ago.
  private void lookAround(long nowMillis) {
    Instant latest = Instant.ofEpochMilli(nowMillis).minus(config.generationWait());
    for (int left = COMPOSED_AT_A_TIME; left > 0; left--) {
      room.composedSince(latest).ifPresent(room::forget);
      room.waitingSince(latest).ifPresent(key -> compose(key, nowMillis));
    }
    countWaiting();
  }

  private void compose(String key, long timestamp) {
    RewardTally tally = room.tally(key);
    if (tally != null) {
      compose(key, tally, timestamp);
    }
  }

  private void compose(String key, RewardTally tally, long timestamp) {
    Optional<Reward> reward = Composing.compose(tally, now());
    meters.reward(outcome(tally, reward));
    if (reward.isEmpty()) {
      // Not remembered: requests that are sent again make a reward after all.
      room.forget(key);
      return;
    }
    byte[] value = rewards.serialize(topic, reward.get());
    context.forward(
        new Record<>(
            reward.get().getGenerationId().getBytes(StandardCharsets.UTF_8), value, timestamp),
        RewardTopology.REWARDS);
    room.compose(key, now());
    if (room.composed() > config.generationLimit()) {
      room.longestComposed().ifPresent(room::forget);
    }
  }

  private static String outcome(RewardTally tally, Optional<Reward> reward) {
    if (reward.isEmpty()) {
      return RewardMeters.UNSCORED;
    }
    if (reward.get().getComplete()) {
      return RewardMeters.COMPLETE;
    }
    return Composing.isWhole(tally) ? RewardMeters.DEAD_LETTER : RewardMeters.INCOMPLETE;
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  private void countWaiting() {
    meters.rewardsWaiting(context.taskId().toString(), room.waiting());
  }

  // A task whose start failed is closed too, with what it had by then.
  @Override
  public void close() {
    meters.released(context.taskId().toString());
    Utils.closeQuietly(rewards, "rewards");
  }
}
