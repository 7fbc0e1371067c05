package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate authority and the certificate of a server at `localhost` and 127.0.0.1 that it
/// signed, made on the spot by `keytool`.
///
/// @param authority the authority's certificate, PEM
/// @param certificate the server's and the authority's, PEM
/// @param key the server's key, PEM (PKCS #8)
/// @param keyStore the server's key and both certificates, PKCS12
/// @param trustStore the authority's certificate, PKCS12
public record TestCertificates(
    Path authority, Path certificate, Path key, Path keyStore, Path trustStore) {
  /// Of both stores, and the key in them.
  public static final String PASSWORD = "password";

  /// Makes them.
  ///
  /// @param folder made where it is missing
  public static TestCertificates make(Path folder) throws Exception {
    Files.createDirectories(folder);
    keytool(folder, "-alias", "ca", "-dname", "CN=test authority", "-ext", "bc:c");
    keytool(
        folder,
        "-alias",
        "server",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-signer",
        "ca");
    KeyStore both = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("both.p12"))) {
      both.load(in, PASSWORD.toCharArray());
    }
    Key key = both.getKey("server", PASSWORD.toCharArray());
    Certificate[] chain = both.getCertificateChain("server");
    Certificate authority = both.getCertificate("ca");
    KeyStore server = KeyStore.getInstance("PKCS12");
    server.load(null, null);
    server.setKeyEntry("server", key, PASSWORD.toCharArray(), chain);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority);
    return new TestCertificates(
        pem(folder.resolve("ca.pem"), List.of(authority)),
        pem(folder.resolve("server.pem"), List.of(chain)),
        Files.writeString(folder.resolve("server-key.pem"), block("PRIVATE KEY", key.getEncoded())),
        store(folder.resolve("server.p12"), server),
        store(folder.resolve("trust.p12"), trusted));
  }

  /// For a server.
  public SSLContext serverContext() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static Path pem(Path file, List<Certificate> certificates)
      throws IOException, GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    for (Certificate certificate : certificates) {
      text.append(block("CERTIFICATE", certificate.getEncoded()));
    }
    return Files.writeString(file, text);
  }

  private static String block(String kind, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            kind,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes),
            kind);
  }

  private static Path store(Path file, KeyStore store)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static void keytool(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                "both.p12",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-validity",
                "2"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
  }
}
