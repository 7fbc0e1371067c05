package io.gavel.serde;

import static io.gavel.serde.TestingSerdes.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.RegistryConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SerdeSettingsTest {
  @Test
  void theUrlsAreAListOrSeparatedByCommas() {
    assertThat(of("schema.registry.url", List.of("http://a", "http://b")).urls())
        .containsExactly("http://a", "http://b");
    assertThat(of("schema.registry.url", "http://a , http://b").urls())
        .containsExactly("http://a", "http://b");
  }

  @Test
  void theDefaultsAreConfluents() {
    SerdeSettings settings = SerdeSettings.of(Map.of("schema.registry.url", "http://a"), false);

    assertThat(settings.flag("auto.register.schemas")).isTrue();
    assertThat(settings.flag("use.latest.version")).isFalse();
    assertThat(settings.flag("latest.compatibility.strict")).isTrue();
    assertThat(settings.flag("normalize.schemas")).isFalse();
    assertThat(settings.flag("specific.avro.reader")).isFalse();
    assertThat(settings.number("http.connect.timeout.ms")).isEqualTo(60_000);
    assertThat(settings.number("http.read.timeout.ms")).isEqualTo(60_000);
    assertThat(settings.number("max.schemas.per.subject")).isEqualTo(1_000);
    assertThat(settings.number("max.retries")).isEqualTo(3);
    assertThat(settings.number("latest.cache.ttl.sec")).isEqualTo(-1);
  }

  @Test
  void theClientsSettingsMayHaveConfluentsPrefix() {
    assertThat(of("schema.registry.basic.auth.user.info", "u:p").secret("basic.auth.user.info"))
        .isEqualTo("u:p");
    assertThat(of("schema.registry.ssl.truststore.type", "PEM").tls())
        .containsExactly(Map.entry("ssl.truststore.type", "PEM"));
  }

  @Test
  void theKafkaClientsOwnTlsSettingsAreNotTheRegistrys() {
    assertThat(of("ssl.truststore.type", "PEM").tls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "auto.register.schemas, perhaps",
    "http.read.timeout.ms, 0",
    "http.read.timeout.ms, soon",
    "max.schemas.per.subject, -1",
    "use.schema.id, 7",
    "context.name.strategy, com.acme.Context",
    "basic.auth.credentials.source, SASL_INHERIT",
    "basic.auth.credentials.source, USER_INFO",
    "basic.auth.user.info, without-a-colon",
    "bearer.auth.credentials.source, OAUTHBEARER",
    "specific.avro.value.type, com.acme.Missing",
    "ssl.truststore.location, /no/such/file",
    "ssl.endpoint.identification.algorithm, ''",
  })
  void aValueThatCannotBeUsedIsRefusedAtOnceAndNamed(String key, String value) {
    String given = key.startsWith("ssl.") ? "schema.registry." + key : key;

    assertThatThrownBy(() -> TestingSerdes.client("http://localhost:1", given, value))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            key.equals("bearer.auth.credentials.source")
                ? "bearer.auth"
                : key.startsWith("basic.auth")
                    ? "basic.auth"
                    : key.startsWith("ssl") ? "ssl" : key);
  }

  @ParameterizedTest
  @CsvSource({"localhost:8081", "ftp://a", "http://", "http://u:secret@a b", "''"})
  void aUrlThatIsNoneIsRefusedWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> TestingSerdes.client(url))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("schema.registry.url: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theMissingUrlIsNamed() {
    assertThatThrownBy(() -> SerdeSettings.of(Map.of(), false))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("schema.registry.url");
  }

  @Test
  void twoKindsOfCredentialsAreRefused() {
    assertThatThrownBy(() ->
            TestingSerdes.client(
                "http://a", "basic.auth.user.info", "u:p", "bearer.auth.token", "secret"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("basic.auth.user.info and bearer.auth.token are both set; set one of them");
  }

  @Test
  void aRegistryInMemoryStandsAlone() {
    assertThatThrownBy(() -> RegistryClient.of(RegistryConfig.of("mock://a,http://b")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("mock://... cannot stand beside other URLs");
  }

  private static SerdeSettings of(String key, Object value) {
    return SerdeSettings.of(settings("http://a", key, value), false);
  }
}
