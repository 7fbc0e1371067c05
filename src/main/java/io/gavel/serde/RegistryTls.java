package io.gavel.serde;

import io.gavel.config.InvalidConfigException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/// TLS towards the registry, by the settings that Kafka's own clients have (JKS, PKCS12 and PEM),
/// read by Kafka's own code.
final class RegistryTls {
  private RegistryTls() {}

  /// Empty where nothing is set: then the JDK's trusted authorities count.
  ///
  /// @throws InvalidConfigException when a store cannot be read
  static Optional<SSLContext> context(SerdeSettings settings) {
    if (settings.tls().isEmpty()) {
      return Optional.empty();
    }
    Object algorithm = settings.tls().get("ssl.endpoint.identification.algorithm");
    if (algorithm != null && !algorithm.equals("https")) {
      throw new InvalidConfigException(
          "schema.registry.ssl.endpoint.identification.algorithm: the registry's host name is"
              + " always checked; remove this setting");
    }
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(new ConfigDef().withClientSslSupport().parse(settings.tls()));
      return Optional.of(factory.sslContext());
    } catch (KafkaException e) {
      Throwable cause = e.getCause();
      throw new InvalidConfigException(
          "schema.registry.ssl: "
              + e.getMessage()
              + (cause == null ? "" : ": " + cause.getMessage()),
          e);
    }
  }
}
