package io.gavel.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.SchemaRefusedException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class OutageTest {
  @Test
  void aRegistryThatIsDownIsSeenThroughEveryWrapper() {
    assertThat(
            Outage.of(
                new StreamsException(
                    "a", new IllegalStateException("b", new RegistryUnavailableException("c")))))
        .contains(new Outage("registry_unavailable", "c"));
  }

  @Test
  void aSchemaThatIsRefusedIsWaitedFor() {
    assertThat(Outage.of(new StreamsException("a", new SchemaRefusedException("b"))))
        .contains(new Outage("schema_refused", "b"));
  }

  @Test
  void missingTopicsNameTheCommand() {
    assertThat(Outage.topicsMissing(List.of("a", "b")))
        .isEqualTo(
            new Outage(
                "topics_missing", "missing topics [a, b]; create them with `gavel topics apply`"));
    assertThat(Outage.of(new StreamsException(new MissingSourceTopicException("gone"))))
        .map(Outage::detail)
        .contains("gone; create them with `gavel topics apply`");
  }

  @Test
  void aClusterThatDoesNotAnswerIsWaitedFor() {
    assertThat(Outage.of(new StreamsException("a", new TimeoutException("slow"))))
        .contains(new Outage("stream_stopped", "slow"));
  }

  @Test
  void brokersWhoseHostsCannotBeFoundNowAreWaitedFor() {
    Throwable thrown =
        catchThrowable(
            () -> Admin.create(Map.<String, Object>of("bootstrap.servers", "no.invalid:9092")));

    assertThat(Outage.of(new StreamsException("a", thrown)))
        .map(Outage::event)
        .contains("stream_stopped");
  }

  @Test
  void aRecordThatTheBrokerDoesNotTakeNamesTheSetting() {
    assertThat(Outage.of(new StreamsException("a", new RecordTooLargeException("b"))))
        .contains(new Outage("record_too_large", "b; raise max.message.bytes of its topic"));
  }

  @Test
  void aFaultInGavelOrItsSettingsIsNoOutage() {
    assertThat(Outage.of(new StreamsException("a", new IllegalStateException("b")))).isEmpty();
    assertThat(Outage.of(new ConfigException("b"))).isEmpty();
    assertThat(Outage.of(new StreamsException("a", new SerializationException("b")))).isEmpty();
    assertThat(Outage.of(new StackOverflowError())).isEmpty();
  }
}
