package io.gavel.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class CausesTest {
  @Test
  void aClientThatHasFailedBeforeSaysWhyItFailedFirst() {
    KafkaException first = new KafkaException("The topic is no more.");
    KafkaException later = new KafkaException("We are in an error state", first);

    assertThat(Causes.line(later)).isEqualTo("The topic is no more.");
  }

  @Test
  void whoLacksRightsIsToldWhereTheyAreListed() {
    KafkaException refused =
        new KafkaException(
            "We are in an error state",
            new ClusterAuthorizationException("Cluster authorization failed."));

    assertThat(Causes.line(refused))
        .isEqualTo(
            "the Kafka cluster does not allow it to this user: Cluster authorization failed; 'gavel"
                + " acls' prints what each role and command may do");
  }

  @Test
  void whatSaysMoreThanItsCauseSpeaksForItself() {
    assertThat(
            Causes.line(
                new SerializationException(
                    "the registry at localhost does not answer", new KafkaException("refused"))))
        .isEqualTo("the registry at localhost does not answer");
  }

  @Test
  void whatHasNoMessageIsNamedByItsKind() {
    assertThat(Causes.line(new KafkaException(" "))).isEqualTo("KafkaException");
    assertThat(Causes.line(new KafkaException(new IllegalStateException("gone")))).contains("gone");
  }
}
