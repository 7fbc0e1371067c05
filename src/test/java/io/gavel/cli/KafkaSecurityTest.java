package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gavel.LocalCluster;
import io.gavel.SecuredBroker;
import io.gavel.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands against a broker that speaks TLS alone and asks who they are, with the settings of
/// docs/security.md.
@Timeout(300)
@ExtendWith(LocalCluster.class)
final class KafkaSecurityTest {
  private static final String PASSWORD = "pass-of-the-user-5417";
  private static final String CLIENT_SECRET = "secret-of-the-client-8126";
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  @TempDir private static Path folder;
  private static TestCertificates certificates;
  private static SecuredBroker broker;
  private static KeyPair tokenKey;

  private final LocalCluster.Servers servers;

  KafkaSecurityTest(LocalCluster.Servers servers) {
    this.servers = servers;
  }

  @BeforeAll
  static void startABrokerWithTls() throws Exception {
    certificates = TestCertificates.make(folder.resolve("certificates"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    tokenKey = generator.generateKeyPair();
    String keys =
        Files.writeString(folder.resolve("keys.json"), keySet((RSAPublicKey) tokenKey.getPublic()))
            .toUri()
            .toString();
    System.setProperty(ALLOWED_URLS, keys);
    broker =
        SecuredBroker.start(
            folder.resolve("broker"),
            "SASL_SSL",
            Map.of(
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512,OAUTHBEARER",
                "listener.name.client.ssl.keystore.location",
                certificates.keyStore().toString(),
                "listener.name.client.ssl.keystore.password",
                TestCertificates.PASSWORD,
                "listener.name.client.ssl.key.password",
                TestCertificates.PASSWORD,
                "listener.name.client.oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;",
                "listener.name.client.oauthbearer.sasl.server.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler",
                "listener.name.client.oauthbearer.sasl.oauthbearer.jwks.endpoint.url",
                keys,
                "listener.name.client.oauthbearer.sasl.oauthbearer.expected.audience",
                "kafka"));
    try (Admin admin = broker.admin()) {
      broker.addUser(admin, "gavel", PASSWORD);
    }
  }

  @AfterAll
  static void stopTheBroker() {
    System.clearProperty(ALLOWED_URLS);
    broker.close();
  }

  @Test
  void withTlsAndScramWhatIsSentComesBack() throws Exception {
    sendAndReadBack(scram(PASSWORD, certificates.authority()));
  }

  @Test
  void withTlsAndATokenOfATokenEndpointWhatIsSentComesBack() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer tokens =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext(
        "/token",
        exchange -> {
          asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] body =
              "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                  .formatted(token())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    tokens.start();
    String url = "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token";
    System.setProperty(ALLOWED_URLS, url);
    try {
      sendAndReadBack(
          """
          sasl.mechanism: OAUTHBEARER
              sasl.login.callback.handler.class: org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler
              sasl.oauthbearer.token.endpoint.url: %s
              sasl.jaas.config: org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="gavel" clientSecret="${file:%s}" scope="kafka";
              ssl.truststore.type: PEM
              ssl.truststore.location: %s
          """
              .formatted(
                  url,
                  Files.writeString(folder.resolve("client-secret.txt"), CLIENT_SECRET),
                  certificates.authority()));
    } finally {
      tokens.stop(0);
    }
    assertThat(asked)
        .isNotEmpty()
        .allMatch(it ->
            it.equals(
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(
                            ("gavel:" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aWrongPasswordIsSaidAndNotPrinted() throws Exception {
    var refused =
        run(file(scram("not-that-one-3391", certificates.authority())), "topics", "apply");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("kafka.properties").doesNotContain("not-that-one-3391");
  }

  @Test
  void aBrokerWhoseCertificateIsNotTrustedIsRefused() throws Exception {
    TestCertificates others = TestCertificates.make(folder.resolve("others"));

    var refused = run(file(scram(PASSWORD, others.authority())), "topics", "apply");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err())
        .contains("do not trust each other", "SSL handshake failed", "ssl.truststore.location")
        .doesNotContain("credentials");
    assertThat(refused.out() + refused.err()).doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"topics check", "tail feedback"})
  void aTrustStoreThatIsNotThereIsAMistakeInTheSettings(String command) throws Exception {
    Path none = folder.resolve("none.pem");

    var refused = run(file(scram(PASSWORD, none)), command.split(" "));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("kafka.properties names a file that is not there: " + none)
        .hasLineCount(1);
  }

  private void sendAndReadBack(String properties) throws IOException {
    Path file = file(properties);
    Path lines =
        Files.writeString(
            folder.resolve("lines.jsonl"),
            """
            {"generation_id": "g1", "application": "support", "model": "m", "instruction": "How long?", "response": "Thirty days."}
            """);
    for (String[] command : new String[][] {{"topics", "apply"}, {"send", lines.toString()}}) {
      var done = run(file, command);
      assertThat(done.exitCode()).as(done.toString()).isZero();
    }
    var read = run(file, "tail", "generations", "--from-beginning", "--no-follow");
    assertThat(read.exitCode()).as(read.toString()).isZero();
    assertThat(read.out()).contains("g1", "Thirty days.");
    assertThat(read.out() + read.err()).doesNotContain(PASSWORD).doesNotContain(CLIENT_SECRET);
  }

  private static String scram(String password, Path authority) throws IOException {
    Path secret = Files.writeString(folder.resolve(password + ".txt"), password + "\n");
    return """
    sasl.mechanism: SCRAM-SHA-512
        sasl.jaas.config: org.apache.kafka.common.security.scram.ScramLoginModule required username="gavel" password="${file:%s}";
        ssl.truststore.type: PEM
        ssl.truststore.location: %s
    """
        .formatted(secret, authority);
  }

  private Path file(String properties) throws IOException {
    return Files.writeString(
        folder.resolve("gavel.yaml"),
        """
        kafka:
          bootstrap_servers: %s
          properties:
            security.protocol: SASL_SSL
            %s
        registry: {url: '%s'}
        topics: {prefix: %s, partitions: 1, replication_factor: 1}
        """
            .formatted(
                broker.bootstrapServers(),
                properties,
                servers.registry().url(),
                servers.newTopics(1).prefix()));
  }

  private static TestingCommandLine.Result run(Path file, String... arguments) {
    return TestingCommandLine.run(
        Stream.concat(Stream.of(arguments), Stream.of("--config", file.toString()))
            .toArray(String[]::new));
  }

  /// A token as an authorization server makes it: a JWS (RFC 7515), signed with RS256.
  private static String token() {
    long now = Instant.now().getEpochSecond();
    String signed =
        base64("{\"alg\":\"RS256\",\"kid\":\"of-the-test\"}")
            + "."
            + base64(
                "{\"sub\":\"gavel\",\"aud\":\"kafka\",\"scope\":\"kafka\",\"iat\":%d,\"exp\":%d}"
                    .formatted(now, now + 3600));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(tokenKey.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A JWK set (RFC 7517) of one key.
  private static String keySet(RSAPublicKey key) {
    return """
    {"keys": [{"kty": "RSA", "kid": "of-the-test", "use": "sig", "alg": "RS256", "n": "%s", "e": "%s"}]}
    """
        .formatted(
            base64(unsigned(key.getModulus().toByteArray())),
            base64(unsigned(key.getPublicExponent().toByteArray())));
  }

  private static byte[] unsigned(byte[] number) {
    return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
