package io.gavel.cli;

import io.gavel.config.InvalidConfigException;
import io.gavel.engine.DamagedCommitException;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.SchemaRefusedException;
import io.gavel.topic.ClusterUnavailableException;
import io.gavel.topic.KafkaFailures;
import io.gavel.web.AddressTakenException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// What ended a command: its exit code and what a person is told.
///
/// @param exitCode what the process exits with
/// @param message one line, or one for each problem of the settings
/// @param isExpected whether the message says it all; otherwise it is a bug of Gavel
record Failure(ExitCode exitCode, String message, boolean isExpected) {
  private static final int DEPTH_LIMIT = 20;

  /// The failure that an exception means; the outermost one that says something to a person counts.
  static Failure of(Throwable thrown) {
    int depth = 0;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Failure failure = known(cause);
      if (failure != null) {
        return failure;
      }
      if (++depth == DEPTH_LIMIT) {
        break;
      }
    }
    Throwable unexpected = thrown;
    while ((unexpected instanceof ExecutionException || unexpected instanceof CompletionException)
        && unexpected.getCause() != null) {
      unexpected = unexpected.getCause();
    }
    return new Failure(
        ExitCode.CHECK_FAILED,
        "unexpected %s; this is a bug of Gavel: please report it with what the same command says"
                .formatted(oneLine(unexpected))
            + " under GAVEL_DEBUG=1",
        false);
  }

  @SuppressWarnings("NullAway") // A switch over what may be anything; null is its "not known".
  private static Failure known(Throwable cause) {
    return switch (cause) {
      case CommandFailure e -> expected(e.exitCode(), e.getMessage());
      case InvalidConfigException e -> expected(ExitCode.USAGE, e.getMessage());
      case ConfigException e -> expected(ExitCode.USAGE, "kafka: " + e.getMessage());
      case ClusterUnavailableException e -> expected(ExitCode.OUTSIDE_DOWN, e.getMessage());
      case AddressTakenException e -> expected(ExitCode.OUTSIDE_DOWN, e.getMessage());
      case RegistryUnavailableException e -> expected(ExitCode.OUTSIDE_DOWN, e.getMessage());
      case SchemaRefusedException e -> expected(ExitCode.CHECK_FAILED, e.getMessage());
      case DamagedCommitException e -> expected(ExitCode.CHECK_FAILED, e.getMessage());
      case UnknownTopicOrPartitionException e ->
          expected(
              ExitCode.OUTSIDE_DOWN,
              "a topic is missing (%s); 'gavel topics apply' creates it".formatted(e.getMessage()));
      case KafkaException e when KafkaFailures.refusal(e).isPresent() ->
          expected(ExitCode.OUTSIDE_DOWN, KafkaFailures.text(e));
      case TimeoutException e -> unanswered(e);
      case RetriableException e -> unanswered(e);
      default -> null;
    };
  }

  private static Failure unanswered(Exception e) {
    return expected(
        ExitCode.OUTSIDE_DOWN,
        "Kafka does not answer (%s); see whether the brokers of kafka.bootstrap_servers run"
            .formatted(oneLine(e)));
  }

  private static Failure expected(ExitCode exitCode, String message) {
    return new Failure(exitCode, String.valueOf(message), true);
  }

  private static String oneLine(Throwable e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null
        ? name
        : name + ": " + e.getMessage().replaceAll("\\s*\\R\\s*", " ");
  }

  /// Tells people what failed.
  ///
  /// @param withTrace whether where it came from is shown as well
  record Report(boolean withTrace) {
    /// Prints it, each line after `gavel: `.
    ///
    /// @return what the process exits with
    int print(Throwable thrown, PrintWriter err) {
      Failure failure = Failure.of(thrown);
      failure.message().lines().forEach(line -> err.println("gavel: " + line));
      if (withTrace) {
        thrown.printStackTrace(err);
      }
      err.flush();
      return failure.exitCode().code();
    }
  }
}
