package io.gavel.engine;

import io.gavel.config.EngineConfig;
import io.gavel.engine.ledger.CompletedOffsets;
import io.gavel.engine.ledger.PartitionLedger;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import io.gavel.metric.EngineMeters;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop between Kafka and the judge: poll, begin calls, enter what is finished, publish it with
/// its offsets in one short transaction. It owns one thread, the one that calls [#run]; calls run
/// on threads of [Calls], transactions on that of [Publishing].
///
/// A transaction never spans a call, and a call never waits for a transaction. A crash repeats
/// calls, never outcomes.
final class JudgingLoop {
  private static final Logger LOG = LoggerFactory.getLogger(JudgingLoop.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration OPENING = Duration.ofMillis(500);
  private static final Duration LAST_TRANSACTION = Duration.ofSeconds(10);
  private static final Health NO_BROKER =
      Health.waiting(
          "its producer is not open: the broker does not answer, or settles what a"
              + " predecessor left");
  private static final Health NO_MEMBER =
      Health.waiting("not in its consumer group: it joins, or the broker does not answer");

  private final EngineConfig config;
  private final String requestTopic;
  private final Consumer<byte[], byte[]> consumer;
  private final CommittedMaps committed;
  private final Assignment assignment;
  private final Calls calls;
  private final Publishing publishing;
  private final Limits limits;
  private final EngineMeters meters;
  private final Heartbeat heartbeat;
  private final Backoff opening = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  private volatile boolean stopping;

  JudgingLoop(
      EngineConfig config,
      String requestTopic,
      Consumer<byte[], byte[]> consumer,
      CommittedMaps committed,
      Assignment assignment,
      Calls calls,
      Publishing publishing,
      Limits limits,
      EngineMeters meters,
      Heartbeat heartbeat) {
    this.config = config;
    this.requestTopic = requestTopic;
    this.consumer = consumer;
    this.committed = committed;
    this.assignment = assignment;
    this.calls = calls;
    this.publishing = publishing;
    this.limits = limits;
    this.meters = meters;
    this.heartbeat = heartbeat;
  }

  /// Runs until [#stop], and then drains.
  ///
  /// @throws DamagedCommitException when what was committed cannot be trusted
  /// @throws org.apache.kafka.common.KafkaException when the brokers refuse for good
  void run() {
    while (!stopping && !publishing.isReady()) {
      heartbeat.beat(NO_BROKER);
      publishing.turn();
      pause();
    }
    consumer.subscribe(
        List.of(requestTopic), new Rebalancing(consumer, assignment, calls, publishing, meters));
    while (!stopping) {
      turn();
    }
    long deadlineNanos = System.nanoTime() + config.drain().toNanos();
    while (calls.size() > 0 && System.nanoTime() - deadlineNanos < 0) {
      turn();
    }
    enter(Duration.ZERO);
    publishing.flush(LAST_TRANSACTION);
  }

  /// Asks the loop to drain and end; for any thread.
  void stop() {
    stopping = true;
  }

  private void turn() {
    heartbeat.beat(standing());
    failure();
    begin();
    // Records are what is waited for only where no record waits: what is there already goes on when
    // a call ends, and a call may have ended since.
    boolean enough = stopping || isFull() || hasWaiting() || calls.size() >= config.maxInFlight();
    poll(enough ? Duration.ZERO : POLL);
    open();
    begin();
    enter(enough ? POLL : Duration.ZERO);
    publishing.turn();
    meters.turned(state());
  }

  private Health standing() {
    if (!isMember()) {
      return NO_MEMBER;
    }
    return publishing
        .trouble()
        .map(why -> Health.waiting("its transactions fail: " + why))
        .orElse(Health.RUNNING);
  }

  /// Whether the broker has taken the consumer into its group; a poll returns without that too.
  private boolean isMember() {
    return consumer.groupMetadata().generationId() >= 0;
  }

  /// Polls always, since that keeps the assignment; pauses what has enough to do.
  private void poll(Duration longest) {
    boolean full = stopping || isFull();
    Set<TopicPartition> resting = new HashSet<>();
    Set<TopicPartition> wanted = new HashSet<>();
    // As told by the callbacks: the client's own view may have moved on already.
    for (OwnedPartition owned : assignment.all()) {
      (full || owned.hasWaiting() ? resting : wanted).add(owned.partition());
    }
    resting.addAll(assignment.closed());
    consumer.pause(resting);
    consumer.resume(wanted);
    ConsumerRecords<byte[], byte[]> records = consumer.poll(longest);
    // The next offsets (KIP-1094) lie behind control records too, which are never received.
    records
        .nextOffsets()
        .forEach((partition, next) ->
            assignment
                .find(partition)
                .ifPresent(owned -> receive(owned, records.records(partition), next.offset())));
  }

  private void receive(
      OwnedPartition owned, List<ConsumerRecord<byte[], byte[]>> records, long next) {
    int skipped = owned.receive(records, next);
    if (skipped > 0) {
      meters.duplicatesPrevented("completed_map", skipped);
    }
  }

  /// A call that died without an outcome leaves a hole that only a new engine closes.
  private void failure() {
    calls
        .failure()
        .ifPresent(cause -> {
          throw new IllegalStateException("a judge call died without an outcome", cause);
        });
  }

  private boolean isFull() {
    return assignment.held() >= limits.heldRecords()
        || (assignment.held() > 0 && assignment.heldBytes() >= limits.heldBytes());
  }

  /// Opens the partitions that were assigned, once it is known what their last owner published.
  private void open() {
    Set<TopicPartition> closed = assignment.closed();
    if (closed.isEmpty() || !opening.isDue()) {
      return;
    }
    try {
      Map<TopicPartition, CompletedOffsets> completed = committed.read(closed, OPENING);
      for (TopicPartition partition : closed) {
        Optional<CompletedOffsets> before = Optional.ofNullable(completed.get(partition));
        before.ifPresent(offsets -> consumer.seek(partition, offsets.watermark()));
        assignment.open(
            new OwnedPartition(
                partition,
                new PartitionLedger<>(
                    before.orElse(CompletedOffsets.below(0)), config.maxOffsetMetadata())));
      }
      opening.succeeded();
    } catch (RetriableException | UnknownMemberIdException | StaleMemberEpochException e) {
      LOG.info(
          "partitions_wait what their last owner published is not settled yet; partitions={}"
              + " next_try_in={} cause={}",
          closed,
          opening.failed(),
          e.toString());
    }
  }

  /// Begins calls while there is room, one of each partition in turn.
  private void begin() {
    int withNothing = 0;
    while (!stopping
        && withNothing < assignment.all().size()
        && calls.size() < config.maxInFlight()) {
      OwnedPartition owned = assignment.nextInTurn();
      Optional<ConsumerRecord<byte[], byte[]>> next = owned.next();
      next.ifPresent(source -> calls.start(owned, source));
      withNothing = next.isPresent() ? 0 : withNothing + 1;
    }
  }

  private boolean hasWaiting() {
    return assignment.all().stream().anyMatch(OwnedPartition::hasWaiting);
  }

  private void enter(Duration longest) {
    Rebalancing.enter(calls, assignment, meters, longest);
  }

  private EngineMeters.State state() {
    long oldest = Long.MAX_VALUE;
    long watermarkLag = 0;
    int mapLength = 0;
    for (OwnedPartition owned : assignment.all()) {
      oldest = Math.min(oldest, owned.oldestTimestamp().orElse(Long.MAX_VALUE));
      watermarkLag = Math.max(watermarkLag, owned.ledger().watermarkLag());
      mapLength = Math.max(mapLength, owned.ledger().mapLength());
    }
    return new EngineMeters.State(
        assignment.held(),
        assignment.finished(),
        oldest,
        mapLength,
        watermarkLag,
        publishing.age(),
        consumer.paused().size());
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
