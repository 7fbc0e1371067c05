package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gavel.config.InvalidConfigException;
import io.gavel.engine.DamagedCommitException;
import io.gavel.engine.ledger.CompletedMap;
import io.gavel.engine.ledger.UnreadableMapException;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.SchemaRefusedException;
import io.gavel.topic.ClusterUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new CommandFailure(ExitCode.CHECK_FAILED, "a"), 1, "a"),
        Arguments.of(new CommandFailure(ExitCode.OUTSIDE_DOWN, "a"), 3, "a"),
        Arguments.of(new InvalidConfigException("b"), 2, "b"),
        Arguments.of(
            new KafkaException("x", new ConfigException("acks", "9", "no")),
            2,
            "kafka: Invalid value 9 for configuration acks: no"),
        Arguments.of(new ClusterUnavailableException("c", new TimeoutException("t")), 3, "c"),
        Arguments.of(new RegistryUnavailableException("d"), 3, "d"),
        Arguments.of(new SchemaRefusedException("e"), 1, "e"),
        Arguments.of(
            new ExecutionException(new TimeoutException("t")),
            3,
            "Kafka does not answer (TimeoutException: t); see whether the brokers of"
                + " kafka.bootstrap_servers run"),
        Arguments.of(
            new KafkaException(new DisconnectException("d")),
            3,
            "Kafka does not answer (DisconnectException: d); see whether the brokers of"
                + " kafka.bootstrap_servers run"),
        Arguments.of(
            new SaslAuthenticationException("no"),
            3,
            "the Kafka cluster refuses the credentials of kafka.properties: no"),
        Arguments.of(
            new TopicAuthorizationException("no"),
            3,
            "the Kafka cluster does not allow it to this user: no; 'gavel acls' prints what each role and command may do"),
        Arguments.of(
            new UnknownTopicOrPartitionException("no"),
            3,
            "a topic is missing (no); 'gavel topics apply' creates it"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyExpectedFailureHasItsExitCodeAndLine(Exception thrown, int exitCode, String message) {
    StringWriter err = new StringWriter();

    int code = new Failure.Report(false).print(thrown, new PrintWriter(err));

    assertThat(code).isEqualTo(exitCode);
    assertThat(err.toString()).isEqualTo("gavel: %s%n".formatted(message));
  }

  @Test
  void aCommitThatCannotBeTrustedFailsTheCheckWithWhatToDo() {
    UnreadableMapException cause =
        catchThrowableOfType(
            UnreadableMapException.class, () -> CompletedMap.read(7, "not a map of Gavel's"));
    StringWriter err = new StringWriter();

    int code =
        new Failure.Report(false)
            .print(
                new ExecutionException(
                    new DamagedCommitException(
                        "judges", new TopicPartition("gavel.judge-requests", 3), 7, cause)),
                new PrintWriter(err));

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("gavel: what group judges committed for gavel.judge-requests-3 at offset 7")
        .contains("--topic gavel.judge-requests:3 --reset-offsets --to-offset 7")
        .doesNotContain("bug of Gavel");
  }

  @Test
  void anUnexpectedOneAsksForAReport() {
    StringWriter err = new StringWriter();

    int code =
        new Failure.Report(false)
            .print(
                new ExecutionException(new IllegalStateException("one\n two")),
                new PrintWriter(err));

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "gavel: unexpected IllegalStateException: one two; this is a bug of Gavel: please"
                + " report it with what the same command says under GAVEL_DEBUG=1%n".formatted());
  }

  @Test
  void theTraceIsShownOnRequestAlone() {
    StringWriter err = new StringWriter();

    new Failure.Report(true).print(new InvalidConfigException("b"), new PrintWriter(err));

    assertThat(err.toString()).startsWith("gavel: b").contains("at io.gavel.cli.FailureTest");
  }

  @Test
  void anExceptionThatIsItsOwnAncestorEnds() {
    Exception one = new Exception("one");
    Exception two = new Exception("two", one);
    one.initCause(two);

    assertThat(Failure.of(one).exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
  }
}
