package io.gavel.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassedSecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ssl.keystore.password|changeit",
        "ssl.key.password|a",
        "basic.auth.user.info|user:pass",
        "bearer.auth.token|abc",
        "ssl.keystore.key|-----BEGIN PRIVATE KEY-----",
        "sasl.oauthbearer.client.credentials.client.secret|abc",
        "sasl.jaas.config|a.ScramLoginModule required username=\"u\" password=\"plain\";",
        "sasl.jaas.config|a.ScramLoginModule required username=\"u\" password=plain;",
        "sasl.jaas.config|a.OAuthBearerLoginModule required clientId=\"c\" clientSecret=\"s\";",
        "sasl.oauthbearer.assertion.private.key.passphrase|abc",
        "sasl.jaas.config|a.ScramLoginModule required username=\"u\" password=\" with a space\";",
        "sasl.jaas.config|a.OAuthBearerLoginModule required oauth.access.token=\"abc\";",
        "listener.name.x.SASL.JAAS.CONFIG|m required Password = 'x';"
      })
  void aSecretThatStandsThereIsFound(String name, String value) {
    assertThat(PassedSecrets.isPlain(name, value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ssl.keystore.password|${env:STORE}",
        "ssl.keystore.password|``",
        "basic.auth.user.info|gavel:${file:/run/secrets/registry}",
        "sasl.jaas.config|a.ScramLoginModule required username=\"u\" password=\"${file:/p}\";",
        "sasl.jaas.config|a.ScramLoginModule required username=\"u\" password=\"pre${env:X}\";",
        "sasl.jaas.config|a.ScramLoginModule required username=\"u\" password=\"\";",
        "sasl.jaas.config|${file:/run/secrets/jaas}",
        "sasl.jaas.config|a.OAuthBearerLoginModule required clientId=\"c\" clientSecret=${env:S};",
        "sasl.jaas.config|com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true;",
        "sasl.oauthbearer.token.endpoint.url|https://sso.example.org/token",
        "bearer.auth.credentials.source|STATIC_TOKEN",
        "ssl.truststore.location|/etc/password"
      })
  void whatIsNoneOrComesFromElsewhereIsTaken(String name, String value) {
    assertThat(PassedSecrets.isPlain(name, value)).isFalse();
  }
}
