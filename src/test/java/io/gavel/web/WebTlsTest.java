package io.gavel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.TestCertificates;
import io.gavel.config.GetRewardConfig;
import io.gavel.config.InvalidConfigException;
import io.gavel.config.Secret;
import io.gavel.config.WebConfig;
import io.gavel.config.WebTlsConfig;
import io.gavel.health.Health;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real server over real TLS.
@Timeout(180)
final class WebTlsTest {
  @TempDir private static Path folder;
  private static TestCertificates first;
  private static TestCertificates second;

  private final Path certificate = folder.resolve("tls.crt");
  private final Path key = folder.resolve("tls.key");

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = TestCertificates.make(folder.resolve("first"));
    second = TestCertificates.make(folder.resolve("second"));
  }

  @BeforeEach
  void useTheFirst() throws IOException {
    use(first.certificate(), first.key());
  }

  @Test
  void itSpeaksTlsAndNothingElse() throws Exception {
    try (WebServer server = start(new Secret("a-token-of-web"));
        HttpClient client = client(first)) {
      assertThat(server.address().getScheme()).isEqualTo("https");
      HttpResponse<String> health = get(client, server.address().resolve("/health/live"));
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(get(client, server.address().resolve("/")).statusCode()).isEqualTo(401);
      assertThat(
              get(client, server.address().resolve("/?token=a-token-of-web"))
                  .headers()
                  .firstValue("Set-Cookie")
                  .orElseThrow())
          .contains("Secure", "HttpOnly", "SameSite=Strict");

      URI plain = URI.create("http://127.0.0.1:" + server.address().getPort() + "/health/live");
      assertThatThrownBy(() -> get(client, plain)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aRenewedCertificateIsUsedWithoutARestartAndABrokenOneIsNot() throws Exception {
    try (WebServer server = start(Secret.NONE)) {
      use(second.certificate(), first.key());
      server.reloadCertificate();
      assertThat(authority(server, first)).contains(" authority");

      use(second.certificate(), second.key());
      server.reloadCertificate();
      assertThat(authority(server, second)).contains(" authority");
      assertThatThrownBy(() -> authority(server, first)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void filesThatCannotBeUsedAreSaidWithoutTheKey() throws Exception {
    String secret = Files.readString(first.key()).lines().skip(1).findFirst().orElseThrow();
    use(first.certificate(), second.key());
    assertRefused("it is not the key of the certificate", secret);
    use(first.key(), first.key());
    assertRefused("web.tls.certificate: " + certificate + ": it holds no certificate", secret);
    use(first.certificate(), first.certificate());
    assertRefused("openssl pkcs8", secret);
    Files.writeString(key, Files.readString(first.key()).replace(secret, secret.substring(8)));
    assertRefused("web.tls.key: " + key, secret.substring(8));
    Files.delete(key);
    assertRefused("web.tls.key: " + key + " cannot be read", secret);
  }

  @Test
  void moreRequestsThanTheRateAllowsAreRefused() throws Exception {
    WebConfig slow =
        new WebConfig(
            "127.0.0.1:0", "", List.of(), Secret.NONE, WebTlsConfig.OFF, 5, GetRewardConfig.OFF);
    try (WebServer server = WebServer.start(slow, routes());
        HttpClient client = HttpClient.newHttpClient()) {
      int refused = 0;
      int answered = 0;
      for (int i = 0; i < 100; i++) {
        int status = get(client, server.address().resolve("/")).statusCode();
        refused += status == 429 ? 1 : 0;
        answered += status == 200 ? 1 : 0;
      }
      assertThat(refused + answered).isEqualTo(100);
      assertThat(answered).isPositive();
      assertThat(refused).isPositive();
      // Who asks too much must not look like a worker that has died.
      for (int i = 0; i < 20; i++) {
        assertThat(get(client, server.address().resolve("/health/live")).statusCode())
            .isEqualTo(200);
      }
    }
  }

  private void assertRefused(String because, String secret) {
    assertThatThrownBy(() -> start(Secret.NONE).close())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(because)
        .hasMessageNotContaining(secret);
  }

  private static String authority(WebServer server, TestCertificates trusted) throws Exception {
    try (HttpClient client = client(trusted)) {
      HttpResponse<String> answer = get(client, server.address().resolve("/health/live"));
      return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0])
          .getIssuerX500Principal()
          .getName();
    }
  }

  private void use(Path certificateFrom, Path keyFrom) throws IOException {
    Files.copy(certificateFrom, certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(keyFrom, key, StandardCopyOption.REPLACE_EXISTING);
  }

  private WebServer start(Secret token) {
    return WebServer.start(
        new WebConfig(
            "127.0.0.1:0",
            "",
            List.of(),
            token,
            new WebTlsConfig(certificate.toString(), key.toString()),
            0,
            GetRewardConfig.OFF),
        routes());
  }

  private static List<Routes> routes() {
    return List.of(new HealthRoutes(() -> Map.of(io.gavel.config.Role.WEB, Health.RUNNING)));
  }

  private static HttpClient client(TestCertificates trusted) throws Exception {
    KeyStore store =
        KeyStore.getInstance(
            trusted.trustStore().toFile(), TestCertificates.PASSWORD.toCharArray());
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
