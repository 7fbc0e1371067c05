package io.gavel.topic;

import io.gavel.config.InvalidConfigException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/// What a client of Kafka throws, in words that tell what to do.
public final class KafkaFailures {
  private static final int LONGEST_CHAIN = 50;
  private static final String RIGHTS = "; 'gavel acls' prints what each role and command may do";

  /// What Kafka's own client says of a token endpoint that nobody has allowed.
  private static final String URL_NOT_ALLOWED = "The URL cannot be accessed due to restrictions";

  private static final Pattern NO_ANSWER =
      Pattern.compile("UnknownHostException|ConnectException|Timeout");

  private KafkaFailures() {}

  /// Why something failed, in a sentence without a full stop. A client that has failed once says of
  /// all that comes after only that it has: why is below.
  ///
  /// @param thrown by a client
  public static String text(Throwable thrown) {
    Throwable said = said(thrown);
    return refusal(said)
        .map(refusal -> "the Kafka cluster " + refusal)
        .orElseGet(() -> message(said));
  }

  /// The same after the kind of what was thrown, for logs.
  ///
  /// @param thrown by a client
  public static String named(Throwable thrown) {
    String kind = said(thrown).getClass().getSimpleName();
    String text = text(thrown);
    return text.equals(kind) ? kind : kind + ": " + text;
  }

  /// How the cluster refuses this client, to come after `the Kafka cluster`; empty where it does
  /// not.
  ///
  /// @param thrown by a client
  public static Optional<String> refusal(Throwable thrown) {
    return switch (said(thrown)) {
      case TopicAuthorizationException e when !e.unauthorizedTopics().isEmpty() ->
          Optional.of(
              "does not allow it to this user: not authorized to access topics: %s%s"
                  .formatted(e.unauthorizedTopics(), RIGHTS));
      case AuthorizationException e ->
          Optional.of("does not allow it to this user: " + clause(e) + RIGHTS);
      case SslAuthenticationException e ->
          Optional.of(
              "and this client do not trust each other: %s; check ssl.truststore.location, ssl.keystore.location and the host names of kafka.bootstrap_servers"
                  .formatted(deepest(e)));
      case AuthenticationException e ->
          Optional.of("refuses the credentials of kafka.properties: " + message(e));
      default -> Optional.empty();
    };
  }

  /// Whether a client could not be made because no host of `kafka.bootstrap_servers` can be found,
  /// which may pass by itself: it says so in the same words as of a mistake in the settings.
  ///
  /// @param thrown by the client, or with that as a cause at any depth
  public static boolean isOfUnknownHosts(Throwable thrown) {
    return chain(thrown).stream()
        .anyMatch(cause ->
            cause instanceof ConfigException && message(cause).contains("No resolvable bootstrap"));
  }

  /// What was thrown and its causes, the deepest last; of a chain without end the first 50.
  public static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = thrown;
        cause != null && chain.size() < LONGEST_CHAIN;
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }

  /// Why a client could not be made: a setting that cannot be used, or a name server that is away.
  ///
  /// @param bootstrapServers of the client
  /// @param thrown when it was made
  /// @return [InvalidConfigException] or [ClusterUnavailableException], with what to do
  public static RuntimeException unusable(String bootstrapServers, KafkaException thrown) {
    if (isOfUnknownHosts(thrown)) {
      return new ClusterUnavailableException(
          "no host of kafka.bootstrap_servers can be found: " + bootstrapServers, thrown);
    }
    for (Throwable cause : chain(thrown)) {
      // Kafka's login tells what became of the token endpoint in words alone.
      if (cause instanceof LoginException && NO_ANSWER.matcher(message(cause)).find()) {
        return new ClusterUnavailableException(
            "what kafka.properties logs in with does not answer: " + firstLine(message(cause)),
            thrown);
      }
      if (cause instanceof NoSuchFileException) {
        return new InvalidConfigException(
            "kafka.properties names a file that is not there: " + message(cause), thrown);
      }
      if (cause instanceof ConfigException && message(cause).contains(URL_NOT_ALLOWED)) {
        return new InvalidConfigException(
            "kafka.properties: %s (GAVEL_JAVA_OPTS may set it)".formatted(message(cause)), thrown);
      }
    }
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    if (cause instanceof ConfigException) {
      return new InvalidConfigException("kafka: " + message(cause), thrown);
    }
    // Deeper messages may quote a credential; GAVEL_DEBUG shows them to whoever asks.
    return new InvalidConfigException(
        "kafka.properties cannot be used: %s; see the settings security.*, sasl.* and ssl.* (GAVEL_DEBUG=1 shows where it failed)"
            .formatted(message(cause)),
        thrown);
  }

  private static Throwable said(Throwable thrown) {
    Throwable said = thrown;
    while (said.getClass() == KafkaException.class && said.getCause() instanceof KafkaException e) {
      said = e;
    }
    return said;
  }

  /// Both the handshake's failure and why: the certificate's is at the end.
  private static String deepest(Throwable thrown) {
    String last = clause(chain(thrown).getLast());
    return message(thrown).contains(last) ? clause(thrown) : clause(thrown) + ": " + last;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
  }

  /// To go on with more: Kafka's messages are sentences.
  private static String clause(Throwable thrown) {
    return message(thrown).replaceFirst("\\.$", "");
  }
}
