package io.gavel.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gavel.config.InvalidConfigException;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

final class KafkaFailuresTest {
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  @Test
  void aTransactionThatFailedOfARightNamesTheTopicAndWhereRightsAreListed() {
    KafkaException aborted =
        new KafkaException(
            "Cannot execute transactional method because we are in an error state",
            new TopicAuthorizationException("no", Set.of("gavel.feedback")));

    assertThat(KafkaFailures.text(aborted))
        .isEqualTo(
            "the Kafka cluster does not allow it to this user: not authorized to access topics: [gavel.feedback]; 'gavel acls' prints what each role and command may do");
  }

  @Test
  void aRightThatHasNoTopicIsToldInKafkasWords() {
    assertThat(
            KafkaFailures.refusal(
                new TransactionalIdAuthorizationException(
                    "Transactional Id authorization failed.")))
        .hasValue(
            "does not allow it to this user: Transactional Id authorization failed; 'gavel acls' prints what each role and command may do");
  }

  @Test
  void aCertificateThatIsNotTrustedIsNoMatterOfCredentials() {
    SslAuthenticationException untrusted =
        new SslAuthenticationException(
            "SSL handshake failed",
            new SSLHandshakeException("PKIX path building failed: no valid certification path"));

    assertThat(KafkaFailures.refusal(untrusted).orElseThrow())
        .contains("SSL handshake failed: PKIX path building failed", "ssl.truststore.location")
        .doesNotContain("credentials");
  }

  @Test
  void aWrongPasswordIsAMatterOfCredentials() {
    assertThat(KafkaFailures.refusal(new SaslAuthenticationException("invalid credentials")))
        .hasValue("refuses the credentials of kafka.properties: invalid credentials");
  }

  @Test
  void whatIsNoRefusalIsToldInItsOwnWords() {
    assertThat(KafkaFailures.refusal(new TimeoutException("late"))).isEmpty();
    assertThat(KafkaFailures.text(new KafkaException("wrapped", new TimeoutException("late"))))
        .isEqualTo("late");
  }

  @Test
  void aTokenEndpointThatNobodyAllowedIsSaidWithWhatAllowsIt() {
    RuntimeException unusable = unusable("http://127.0.0.1:9/not-allowed");

    assertThat(unusable)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll("cannot be accessed due to restrictions", "GAVEL_JAVA_OPTS");
  }

  @Test
  void aTokenEndpointThatDoesNotAnswerIsDownAndNoMistakeForCertain() {
    String allowed = System.getProperty(ALLOWED_URLS, "");
    System.setProperty(ALLOWED_URLS, "http://127.0.0.1:1/token");
    try {
      assertThat(unusable("http://127.0.0.1:1/token"))
          .isInstanceOf(ClusterUnavailableException.class)
          .hasMessageContaining("ConnectException")
          .message()
          .hasLineCount(1)
          .doesNotContain("s3cret");
    } finally {
      System.setProperty(ALLOWED_URLS, allowed);
    }
  }

  /// What becomes of a real client that has to log in by a token first.
  private static RuntimeException unusable(String tokenEndpoint) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:1",
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "OAUTHBEARER",
            "sasl.login.callback.handler.class",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
            "sasl.oauthbearer.token.endpoint.url",
            tokenEndpoint,
            "sasl.login.retry.backoff.ms",
            1,
            "sasl.login.retry.backoff.max.ms",
            10,
            "sasl.jaas.config",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"gavel\" clientSecret=\"s3cret\";");
    KafkaException thrown =
        catchThrowableOfType(KafkaException.class, () -> Admin.create(properties));
    return KafkaFailures.unusable("127.0.0.1:1", thrown);
  }

  @Test
  void aClientsWordsForHostsThatCannotBeFoundAreKnown() {
    Throwable thrown =
        catchThrowable(
            () -> Admin.create(Map.<String, Object>of("bootstrap.servers", "no.invalid:9092")));

    assertThat(KafkaFailures.isOfUnknownHosts(thrown)).isTrue();
    assertThat(KafkaFailures.isOfUnknownHosts(new IllegalStateException(thrown))).isTrue();
  }

  @Test
  void anyOtherMistakeInTheBrokersAddressesIsAMistake() {
    Throwable thrown =
        catchThrowable(
            () -> Admin.create(Map.<String, Object>of("bootstrap.servers", "no-port.invalid")));

    assertThat(thrown).isNotNull();
    assertThat(KafkaFailures.isOfUnknownHosts(thrown)).isFalse();
    assertThat(KafkaFailures.isOfUnknownHosts(new ConfigException("retries"))).isFalse();
  }

  @Test
  void whatMayQuoteACredentialIsNotPrinted() {
    KafkaException thrown =
        new KafkaException(
            "Failed to create new KafkaAdminClient",
            new KafkaException(
                "Failed to create new NetworkClient",
                new IllegalArgumentException("JAAS config entry password=s3cret")));

    assertThat(KafkaFailures.unusable("a:1", thrown))
        .isInstanceOf(InvalidConfigException.class)
        .message()
        .contains("Failed to create new NetworkClient")
        .doesNotContain("s3cret");
  }
}
