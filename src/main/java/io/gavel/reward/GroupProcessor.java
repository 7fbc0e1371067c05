package io.gavel.reward;

import io.gavel.config.RewardConfig;
import io.gavel.metric.RewardMeters;
import io.gavel.reward.decision.Deciding;
import io.gavel.reward.decision.Ranker;
import io.gavel.reward.decision.Tallying;
import io.gavel.schema.CandidateScore;
import io.gavel.schema.GroupUpdate;
import io.gavel.schema.PairOrder;
import io.gavel.schema.PairTally;
import io.gavel.schema.Preference;
import io.gavel.schema.Ranking;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Where requests and verdicts of a candidate group meet: a pair is decided when both of its orders
/// have their verdicts, and a group is finished when all its pairs are, or when nothing has come
/// for a while.
final class GroupProcessor implements Processor<String, byte[], byte[], byte[]> {
  private static final int FINISHED_AT_A_TIME = 100;
  private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

  private final RewardConfig config;
  private final RewardTopology.Names names;
  private final RecordSerdes serdes;
  private final RewardMeters meters;
  private final InternalSerde<GroupUpdate> updates = InternalSerde.of(GroupUpdate.class);
  private ProcessorContext<byte[], byte[]> context;
  private Serializer<Preference> preferences;
  private Serializer<Ranking> rankings;
  private GroupRoom room;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  GroupProcessor(
      RewardConfig config, RewardTopology.Names names, RecordSerdes serdes, RewardMeters meters) {
    this.config = config;
    this.names = names;
    this.serdes = serdes;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    preferences = serdes.serializer(Preference.class);
    rankings = serdes.serializer(Ranking.class);
    // The stores are restored by now, in a new task as well as in one that starts over.
    room =
        new GroupRoom(
            context.getStateStore(RewardTopology.ORDERS),
            context.getStateStore(RewardTopology.TALLIES),
            context.getStateStore(RewardTopology.SCORES));
    countWaiting();
    context.schedule(LOOK_AROUND, PunctuationType.WALL_CLOCK_TIME, this::lookAround);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    switch (updates.decode(record.value()).getUpdate()) {
      case PairOrder order -> order(order, record.timestamp());
      case CandidateScore score -> {
        room.keep(score, now());
        while (room.scoresKept() > config.pairLimit()) {
          room.forgetOldestScores();
        }
      }
      case Object other -> throw new IllegalStateException("no news: " + other.getClass());
    }
    while (room.ordersWaiting() > config.pairLimit()) {
      finish(room.quietest().orElseThrow(), context.currentSystemTimeMs());
    }
    countWaiting();
  }

  private void order(PairOrder news, long timestamp) {
    String tallyKey = GroupRoom.tallyKey(news);
    PairTally before = room.tally(tallyKey);
    if (before != null && before.getFinished()) {
      meters.skipped(RewardMeters.LATE);
      return;
    }
    if (before != null && Tallying.isDecided(before, news)) {
      meters.skipped(RewardMeters.DUPLICATE);
      return;
    }
    String key = GroupRoom.orderKey(tallyKey, news.getGenerationId(), news.getComparedToId());
    PairOrder known = room.order(key);
    PairOrder order = known == null ? news : Deciding.together(known, news);
    PairTally tally = Tallying.with(before, order);
    String swappedKey =
        GroupRoom.orderKey(tallyKey, news.getComparedToId(), news.getGenerationId());
    PairOrder swapped = room.order(swappedKey);
    PairTally after;
    if (swapped != null && Deciding.isComplete(order) && Deciding.isComplete(swapped)) {
      Preference preference = Deciding.decide(order, swapped, now());
      publish(preference, timestamp);
      room.remove(key);
      room.remove(swappedKey);
      after = Tallying.decided(tally, preference, List.of(key, swappedKey), now());
    } else {
      room.keep(key, order);
      after = Tallying.waiting(tally, key, now());
    }
    room.keep(tallyKey, after);
    if (after.getPairsOfGroup() > 0 && after.getDecided().size() >= after.getPairsOfGroup()) {
      finish(tallyKey, timestamp);
    }
  }

  /// Finishes the groups that have been quiet for too long, a bounded number at a time, and forgets
  /// what is over.
  private void lookAround(long nowMillis) {
    Instant latest = Instant.ofEpochMilli(nowMillis).minus(config.pairWait());
    for (int left = FINISHED_AT_A_TIME; left > 0; left--) {
      room.quietSince(latest).ifPresent(key -> finish(key, nowMillis));
    }
    room.forget(latest, FINISHED_AT_A_TIME);
    countWaiting();
  }

  /// Publishes the ranking of a group, where there is one, and counts what did not come.
  private void finish(String key, long timestamp) {
    PairTally tally = room.tally(key);
    if (tally == null) {
      return;
    }
    Ranker.Consistency consistency =
        Ranker.consistency(tally.getDecided(), room.scores(tally.getCandidateGroup()));
    Ranker.rank(tally, consistency, now())
        .ifPresent(ranking -> {
          byte[] value = rankings.serialize(names.rankings(), ranking);
          context.forward(
              new Record<>(bytes(ranking.getCandidateGroup()), value, timestamp),
              RewardTopology.RANKINGS);
          meters.ranking(ranking.getComplete());
        });
    meters.scoredPairs(consistency.agreed(), consistency.scoredPairs() - consistency.agreed());
    // Of a pair whose request has not come, one verdict may be all that tells of it.
    int known = Math.max(tally.getPairsOfGroup(), tally.getDecided().size());
    meters.pairs(
        RewardMeters.GIVEN_UP,
        tally.getPairsOfGroup() == 0
            ? tally.getOrders().size()
            : known - tally.getDecided().size());
    room.finish(key, tally, now());
    while (room.groupsFinished() > config.pairLimit()) {
      room.forgetOldestFinished();
    }
  }

  private void publish(Preference preference, long timestamp) {
    byte[] value = preferences.serialize(names.preferences(), preference);
    context.forward(
        new Record<>(bytes(preference.getCandidateGroup()), value, timestamp),
        RewardTopology.PREFERENCES);
    meters.pairs(
        preference.getOrdersAgreed()
            ? preference.getTie() ? RewardMeters.TIE : RewardMeters.PREFERRED
            : RewardMeters.ORDERS_DISAGREED,
        1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  private void countWaiting() {
    meters.waiting(context.taskId().toString(), room.ordersWaiting());
  }

  // A task whose start failed is closed too, with what it had by then.
  @Override
  public void close() {
    meters.released(context.taskId().toString());
    Utils.closeQuietly(preferences, "preferences");
    Utils.closeQuietly(rankings, "rankings");
  }
}
