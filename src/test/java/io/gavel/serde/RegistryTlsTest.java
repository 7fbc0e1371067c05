package io.gavel.serde;

import static io.gavel.serde.TestingSerdes.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.InvalidConfigException;
import io.gavel.schema.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With certificates that `keytool` makes on the spot.
@Timeout(180)
final class RegistryTlsTest {
  private static final String PASSWORD = "password";

  @TempDir static Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keystore",
        "server.p12",
        "-storetype",
        "PKCS12",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost");
    keytool(
        "-genkeypair",
        "-alias",
        "other",
        "-keystore",
        "other.p12",
        "-storetype",
        "PKCS12",
        "-keyalg",
        "EC",
        "-dname",
        "CN=elsewhere",
        "-ext",
        "san=dns:elsewhere");
    keytool(
        "-genkeypair",
        "-alias",
        "client",
        "-keystore",
        "client.p12",
        "-storetype",
        "PKCS12",
        "-keyalg",
        "EC",
        "-dname",
        "CN=client");
    trust("server", "PKCS12");
    trust("server", "JKS");
    trust("other", "PKCS12");
    trust("client", "PKCS12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS", "PEM"})
  void aRegistryWhoseCertificateIsTrustedIsUsed(String type) throws Exception {
    try (TestingRegistryServer server = server("server", false)) {
      boolean pem = type.equals("PEM");
      List<Object> settings =
          new ArrayList<>(
              List.of(
                  "schema.registry.ssl.truststore.type",
                  type,
                  "schema.registry.ssl.truststore.location",
                  path(pem ? "server.pem" : "server-trust." + type)));
      if (!pem) {
        settings.addAll(List.of("schema.registry.ssl.truststore.password", PASSWORD));
      }

      assertThat(client(server.url(), settings.toArray()).register("s", Reference.getClassSchema()))
          .isEqualTo(7);
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefused() throws Exception {
    try (TestingRegistryServer server = server("server", false)) {
      assertThatThrownBy(() -> client(server.url()).byId(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining(server.url() + ": TLS: ");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    try (TestingRegistryServer server = server("other", false)) {
      assertThatThrownBy(() -> client(server.url(), trusting("other")).byId(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("TLS: ");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void theClientsOwnCertificateIsShown() throws Exception {
    try (TestingRegistryServer server = server("server", true)) {
      List<Object> settings = new ArrayList<>(List.of(trusting("server")));
      assertThatThrownBy(() -> client(server.url(), settings.toArray()).byId(1))
          .isInstanceOf(RegistryUnavailableException.class);

      settings.addAll(
          List.of(
              "schema.registry.ssl.keystore.type",
              "PKCS12",
              "schema.registry.ssl.keystore.location",
              path("client.p12"),
              "schema.registry.ssl.keystore.password",
              PASSWORD,
              "schema.registry.ssl.key.password",
              PASSWORD));

      assertThat(client(server.url(), settings.toArray()).register("s", Reference.getClassSchema()))
          .isEqualTo(7);
    }
  }

  @Test
  void aWrongPasswordIsRefusedAtOnceAndNotPrinted() {
    Object[] settings = trusting("server");
    settings[settings.length - 1] = "not-that-one";

    assertThatThrownBy(() -> client("https://localhost:1", settings))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("schema.registry.ssl: ")
        .hasMessageContaining("server-trust.PKCS12")
        .hasMessageNotContaining("not-that-one");
  }

  private static Object[] trusting(String name) {
    return new Object[] {
      "schema.registry.ssl.truststore.type",
      "PKCS12",
      "schema.registry.ssl.truststore.location",
      path(name + "-trust.PKCS12"),
      "schema.registry.ssl.truststore.password",
      PASSWORD
    };
  }

  private static TestingRegistryServer server(String name, boolean clientsHaveCertificates)
      throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store(name + ".p12"), PASSWORD.toCharArray());
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(store("client-trust.PKCS12"));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return TestingRegistryServer.start(context, clientsHaveCertificates)
        .answersAlways(200, "{\"id\":7}");
  }

  private static KeyStore store(String file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void trust(String name, String type) throws Exception {
    keytool(
        "-exportcert", "-rfc", "-alias", name, "-keystore", name + ".p12", "-file", name + ".pem");
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        name + ".pem",
        "-keystore",
        name + "-trust." + type,
        "-storetype",
        type);
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keypass", PASSWORD, "-validity", "2"));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
  }

  private static String path(String file) {
    return folder.resolve(file).toString();
  }
}
