package io.gavel.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.InvalidConfigException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

final class KafkaFailuresTest {
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
    KafkaException thrown =
        new KafkaException(
            "Failed to create new KafkaAdminClient",
            new KafkaException(
                "Failed to create new NetworkClient",
                new ConfigException(
                    "The URL cannot be accessed due to restrictions. Update the system property")));

    assertThat(KafkaFailures.unusable("a:1", thrown))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll("cannot be accessed due to restrictions", "GAVEL_JAVA_OPTS");
  }

  @Test
  void aTokenEndpointThatNobodyKnowsIsDownAndNoMistakeForCertain() {
    KafkaException thrown =
        new KafkaException(
            "Failed to create new KafkaAdminClient",
            new KafkaException(
                "Failed to create new NetworkClient",
                new KafkaException(
                    new LoginException(
                        "java.net.UnknownHostException: sso.example.org\n\tat a.line"))));

    assertThat(KafkaFailures.unusable("a:1", thrown))
        .isInstanceOf(ClusterUnavailableException.class)
        .hasMessageContaining("sso.example.org")
        .message()
        .hasLineCount(1);
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
