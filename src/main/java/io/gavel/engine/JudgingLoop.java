package io.gavel.engine;

import io.gavel.config.EngineConfig;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import io.gavel.metric.EngineMeters;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.topic.BootstrapServers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop between Kafka and the judge: poll, start calls, collect what is finished, publish it
/// with its offsets in one short transaction. It owns one thread, the one that calls [#run]; calls
/// run on threads of [Calls].
///
/// A transaction never spans a call. Outcomes of a partition are published in the order of their
/// offsets, so a long call holds back the publication of what came after it, up to `HELD_FACTOR`
/// times the calls in flight; then the partitions pause. A crash repeats calls, never outcomes.
final class JudgingLoop implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(JudgingLoop.class);

  /// Records received and not yet published, at most, as a multiple of the calls in flight.
  private static final int HELD_FACTOR = 8;

  private static final int OUTCOMES_PER_PARTITION = 500;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Health NO_MEMBER =
      Health.waiting("not in its consumer group: it joins, or the broker does not answer");

  private final EngineConfig config;
  private final Consumer<byte[], byte[]> consumer;
  private final String requestTopic;
  private final Deserializer<JudgeRequest> deserializer;
  private final OutcomePublisher publisher;
  private final OutcomeAssembler assembler;
  private final Calls calls;
  private final EngineMeters meters;
  private final Heartbeat heartbeat;
  private final Assignment assignment = new Assignment();
  private final Deque<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();
  private final Backoff reading = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
  private final Backoff publishing = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private boolean publisherOpen;
  private long publishDueNanos = System.nanoTime();
  private volatile boolean stopping;

  JudgingLoop(
      EngineConfig config,
      Consumer<byte[], byte[]> consumer,
      String requestTopic,
      Deserializer<JudgeRequest> deserializer,
      OutcomePublisher publisher,
      OutcomeAssembler assembler,
      Calls calls,
      EngineMeters meters,
      Heartbeat heartbeat) {
    this.config = config;
    this.consumer = consumer;
    this.requestTopic = requestTopic;
    this.deserializer = deserializer;
    this.publisher = publisher;
    this.assembler = assembler;
    this.calls = calls;
    this.meters = meters;
    this.heartbeat = heartbeat;
  }

  /// Runs until [#stop], and then drains.
  void run() {
    consumer.subscribe(List.of(requestTopic), this);
    while (!stopping) {
      poll();
      dispatch();
      settle();
    }
    backlog.clear();
    long deadlineNanos = System.nanoTime() + config.drain().toNanos();
    while (calls.size() > 0 && System.nanoTime() - deadlineNanos < 0) {
      poll();
      backlog.clear();
      settle();
    }
    collect();
    publish();
  }

  /// Asks the loop to drain and end; for any thread.
  void stop() {
    stopping = true;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    assignment.add(partitions);
    LOG.info("partitions_assigned partitions={}", partitions);
  }

  /// Publishes what is finished, and drops the rest: its next owner judges it again.
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    collect();
    publish();
    drop(partitions);
    LOG.info("partitions_revoked partitions={}", partitions);
  }

  /// Publishes nothing: another worker owns them already.
  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    drop(partitions);
    LOG.warn("partitions_lost partitions={}", partitions);
  }

  private void drop(Collection<TopicPartition> partitions) {
    Set<TopicPartition> dropped = new HashSet<>(partitions);
    assignment.remove(dropped);
    backlog.removeIf(received -> dropped.contains(partition(received)));
    calls.cancel(ledger -> !assignment.owns(ledger));
  }

  /// Polls always, since that keeps the assignment; pauses while there is enough to do.
  private void poll() {
    Set<TopicPartition> owned = consumer.assignment();
    if (stopping || !backlog.isEmpty() || isFull()) {
      consumer.pause(owned);
    } else {
      consumer.resume(owned);
    }
    consumer.poll(POLL).forEach(backlog::add);
    heartbeat.beat(isMember() ? Health.RUNNING : NO_MEMBER);
  }

  /// Whether the broker has taken the consumer into its group; a poll returns without that too.
  private boolean isMember() {
    return consumer.groupMetadata().generationId() >= 0;
  }

  private boolean isFull() {
    return calls.size() >= config.maxInFlight()
        || assignment.held() >= HELD_FACTOR * config.maxInFlight();
  }

  private void dispatch() {
    while (!backlog.isEmpty() && !isFull() && reading.isDue()) {
      ConsumerRecord<byte[], byte[]> received = backlog.getFirst();
      Decoded<JudgeRequest> decoded;
      try {
        decoded = RecordSerdes.decode(deserializer, received);
      } catch (RegistryUnavailableException e) {
        LOG.warn(
            "registry_unavailable nothing is lost, reading goes on when it answers;"
                + " next_try_in={} cause={}",
            reading.failed(),
            e.getMessage());
        return;
      }
      reading.succeeded();
      backlog.removeFirst();
      assignment.ledger(partition(received)).ifPresent(ledger -> begin(ledger, decoded));
    }
  }

  private void begin(PartitionLedger<Finished> ledger, Decoded<JudgeRequest> decoded) {
    switch (decoded) {
      case Decoded.Intact<JudgeRequest> intact -> {
        ledger.receive(intact.source().offset());
        calls.start(ledger, intact);
      }
      case Decoded.Poison<JudgeRequest> poison -> {
        ledger.receive(poison.source().offset());
        new Finished(ledger, poison, assembler.poison(poison)).enter();
        LOG.warn("poison_record {}", poison.detail());
      }
    }
  }

  private void settle() {
    collect();
    if (System.nanoTime() - publishDueNanos >= 0) {
      publish();
      publishDueNanos = System.nanoTime() + config.commitInterval().toNanos();
    }
  }

  /// Enters what is finished into the ledgers; what finished under an earlier assignment is
  /// dropped.
  private void collect() {
    for (Finished finished = calls.finished().poll();
        finished != null;
        finished = calls.finished().poll()) {
      if (assignment.owns(finished.ledger())) {
        finished.enter();
      }
    }
  }

  private void publish() {
    if (!publishing.isDue() || !openPublisher()) {
      return;
    }
    Optional<Assignment.Snapshot> publishable = assignment.publishable(OUTCOMES_PER_PARTITION);
    if (publishable.isEmpty()) {
      return;
    }
    Assignment.Snapshot snapshot = publishable.get();
    long startNanos = System.nanoTime();
    switch (publisher.publish(snapshot.outcomes(), snapshot.offsets(), consumer.groupMetadata())) {
      case Publication.Committed() -> {
        published(snapshot.offsets());
        publishing.succeeded();
        meters.transactions().record(Duration.ofNanos(System.nanoTime() - startNanos));
      }
      case Publication.TooLarge(List<Finished> tooLarge) -> {
        meters.abortedTransactions().increment();
        for (Finished finished : tooLarge) {
          LOG.warn("outcome_too_large request={}", finished.where());
          Outcome smaller = assembler.tooLarge(finished.request(), finished.outcome());
          new Finished(finished.ledger(), finished.request(), smaller).enter();
        }
      }
      case Publication.Aborted(RuntimeException cause) -> {
        meters.abortedTransactions().increment();
        LOG.warn(
            "transaction_aborted nothing is lost; next_try_in={} cause={}",
            publishing.failed(),
            cause.toString());
      }
      case Publication.Broken(RuntimeException cause) -> {
        meters.abortedTransactions().increment();
        publisherOpen = false;
        LOG.warn(
            "producer_broken nothing is lost; next_try_in={} cause={}{}",
            publishing.failed(),
            cause,
            cause instanceof ProducerFencedException
                ? "; if this repeats, another worker runs with the same worker_id"
                : "");
      }
    }
  }

  private void published(Map<TopicPartition, OffsetAndMetadata> offsets) {
    assignment.published(offsets).forEach(finished -> meters.outcomes(finished.code()).increment());
  }

  /// Opens the publisher where it is not open: at the start, and after its producer broke. A new
  /// producer settles the last transaction of its predecessor, and the committed offsets then tell
  /// what of the ledgers was published by it.
  private boolean openPublisher() {
    if (publisherOpen) {
      return true;
    }
    try {
      publisher.open();
      published(consumer.committed(new HashSet<>(assignment.partitions())));
      publisherOpen = true;
      return true;
    } catch (KafkaException e) {
      if (!(e instanceof RetriableException) && !BootstrapServers.areUnknown(e)) {
        throw e;
      }
      LOG.warn(
          "broker_unavailable nothing is lost; next_try_in={} cause={}",
          publishing.failed(),
          e.toString());
      return false;
    }
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> received) {
    return new TopicPartition(received.topic(), received.partition());
  }
}
