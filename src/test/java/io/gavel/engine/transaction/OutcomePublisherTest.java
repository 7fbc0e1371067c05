package io.gavel.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of a transaction when the brokers answer as they rarely do.
class OutcomePublisherTest {
  private static final TopicPartition REQUESTS = new TopicPartition("judge-requests", 0);
  private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
      Map.of(REQUESTS, new OffsetAndMetadata(8, "map"));
  private static final ConsumerGroupMetadata GROUP = group();

  private final Deque<Fault> faults = new ArrayDeque<>();
  private final TestingTransactions producer = new TestingTransactions();
  private final OutcomePublisher publisher = new OutcomePublisher(() -> producer);

  private enum Fault {
    BEGIN_WITHOUT_PID(new InvalidPidMappingException("the transactional id is forgotten")),
    OFFSETS_OF_AN_OLD_GENERATION(new CommitFailedException("rebalanced")),
    COMMIT_TIMES_OUT(new TimeoutException("no answer")),
    COMMIT_FENCED(new ProducerFencedException("another producer has the id"));

    private final RuntimeException thrown;

    Fault(RuntimeException thrown) {
      this.thrown = thrown;
    }
  }

  @AfterEach
  void everyFaultWasMet() {
    assertThat(faults).isEmpty();
  }

  @Test
  void outcomesAndOffsetsAreOneTransaction() {
    assertThat(publish()).isEqualTo(new Publication.Committed());

    assertThat(producer.history()).hasSize(1);
    assertThat(producer.consumerGroupOffsetsHistory())
        .containsExactly(Map.of(GROUP.groupId(), OFFSETS));
  }

  @Test
  void aCommitThatTimesOutIsTriedAgainAndNeverAborted() {
    faults.add(Fault.COMMIT_TIMES_OUT);
    faults.add(Fault.COMMIT_TIMES_OUT);

    assertThat(publish()).isEqualTo(new Publication.Committed());
    assertThat(producer.history()).hasSize(1);
    assertThat(producer.transactionAborted()).isFalse();
  }

  @Test
  void aCommitThatNeverAnswersIsOfUnknownFate() {
    for (int i = 0; i < 5; i++) {
      faults.add(Fault.COMMIT_TIMES_OUT);
    }

    assertThat(publish()).isInstanceOf(Publication.Broken.class);
    assertThat(producer.transactionAborted()).isFalse();
  }

  @Test
  void offsetsOfAnOldGenerationAbortAndCanBePublishedAnew() {
    faults.add(Fault.OFFSETS_OF_AN_OLD_GENERATION);

    assertThat(publish()).isInstanceOf(Publication.Aborted.class);
    assertThat(producer.transactionAborted()).isTrue();
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void aFencedProducerIsNotAbortedButReplaced() {
    faults.add(Fault.COMMIT_FENCED);

    assertThat(publish()).isInstanceOf(Publication.Broken.class);
    assertThat(producer.transactionAborted()).isFalse();
  }

  @Test
  void aTransactionalIdForgottenAfterLongIdlenessNeedsANewProducer() {
    faults.add(Fault.BEGIN_WITHOUT_PID);

    assertThat(publish()).isInstanceOf(Publication.Broken.class);
  }

  private Publication publish() {
    publisher.open();
    return publisher.publish(
        List.of(new ProducerRecord<>("feedback", new byte[] {1}, new byte[] {2})), OFFSETS, GROUP);
  }

  private static ConsumerGroupMetadata group() {
    try (MockConsumer<byte[], byte[]> member = new MockConsumer<>("earliest")) {
      return member.groupMetadata();
    }
  }

  /// Kafka's own double of a producer, which fails where a test says so.
  private final class TestingTransactions extends MockProducer<byte[], byte[]> {
    TestingTransactions() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void beginTransaction() {
      failAt(Fault.BEGIN_WITHOUT_PID);
      super.beginTransaction();
    }

    @Override
    public void sendOffsetsToTransaction(
        Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
      failAt(Fault.OFFSETS_OF_AN_OLD_GENERATION);
      super.sendOffsetsToTransaction(offsets, group);
    }

    @Override
    public void commitTransaction() {
      failAt(Fault.COMMIT_TIMES_OUT);
      failAt(Fault.COMMIT_FENCED);
      super.commitTransaction();
    }

    private void failAt(Fault fault) {
      if (faults.peek() == fault) {
        throw faults.remove().thrown;
      }
    }
  }
}
