package io.gavel.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.TestRecords;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RecordPublisherTest {
  private final MockProducer<String, SpecificRecord> producer = TestingProducer.create(false);
  private final RecordPublisher publisher = new RecordPublisher(producer, "p.", "broker:9092");
  private final List<String> tooLarge = new ArrayList<>();

  @Test
  void onlyWhatIsAcknowledgedCounts() {
    publish("g1");
    publish("g2");
    producer.completeNext();
    assertThat(publisher.acknowledged(Topic.GENERATIONS)).isEqualTo(1);
    assertThat(publisher.acknowledged(Topic.RUBRICS)).isZero();
    assertThat(TestingProducer.sent(producer))
        .containsExactly("p.generations g1", "p.generations g2");
  }

  @Test
  void aFailureEndsItAndNamesTopicBrokersAndCause() {
    publish("g1");
    producer.errorNext(new TimeoutException("Expiring 1 record(s)"));
    assertThatThrownBy(() -> publish("g2"))
        .isInstanceOf(ClusterException.class)
        .hasMessage("topic p.generations: sending to broker:9092 failed: Expiring 1 record(s)");
    assertThatThrownBy(publisher::flush).isInstanceOf(ClusterException.class);
    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void aRecordThatIsTooLargeIsReportedAndTheNextOneGoesOn() {
    publish("g1");
    producer.errorNext(new RecordTooLargeException("The message is 2000000 bytes"));
    publish("g2");
    assertThat(tooLarge).containsExactly("The message is 2000000 bytes");
    assertThat(producer.history()).hasSize(2);
  }

  @Test
  void aRegistryThatIsDownEndsItAndIsNamed() {
    producer.sendException =
        new RegistryUnavailableException("http://registry:8081 refused the connection");
    assertThatThrownBy(() -> publish("g1"))
        .isInstanceOf(ClusterException.class)
        .hasMessage("topic p.generations: http://registry:8081 refused the connection");
  }

  private void publish(String id) {
    publisher.publish(Topic.GENERATIONS, id, TestRecords.generation(id).build(), tooLarge::add);
  }
}
