package io.gavel.web;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.WebTlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS on the server's port: 1.2 and 1.3, with the certificate and key of two files. They are
/// looked at again every 30 s, so that a certificate can be renewed under a worker that runs; what
/// cannot be used then is told, and the one before stays. For any thread.
final class ServerTls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final WebTlsConfig config;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gavel-web-tls").factory());
  private byte[] certificate;
  private byte[] key;

  /// @throws InvalidConfigException when a file cannot be used
  ServerTls(WebTlsConfig config) {
    this.config = config;
    certificate = read(WebTlsConfig.CERTIFICATE, config.certificate());
    key = read(WebTlsConfig.KEY, config.key());
    factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    use(factory, PemKey.store(config, certificate, key));
    looks.scheduleAtFixedRate(
        this::reload, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  /// A connector that speaks nothing but TLS.
  Connector connector(Server server, HttpConfiguration plain, String host, int port) {
    HttpConfiguration http = new HttpConfiguration(plain);
    // Probes and other workers come by address, which no certificate has to name.
    http.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector =
        new ServerConnector(
            server, new SslConnectionFactory(factory, "http/1.1"), new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    return connector;
  }

  /// Uses what stands in the files now, where that is another certificate or key.
  synchronized void reload() {
    try {
      byte[] newCertificate = read(WebTlsConfig.CERTIFICATE, config.certificate());
      byte[] newKey = read(WebTlsConfig.KEY, config.key());
      if (Arrays.equals(newCertificate, certificate) && Arrays.equals(newKey, key)) {
        return;
      }
      KeyStore store = PemKey.store(config, newCertificate, newKey);
      factory.reload(it -> use(factory, store));
      certificate = newCertificate;
      key = newKey;
      LOG.info("web_certificate_renewed file={}", config.certificate());
    } catch (
        Exception e) { // Whatever it is, the certificate in use stays, and the next look comes.
      LOG.warn(
          "web_certificate_unusable detail=\"{}\" hint=\"the one before is still used\"",
          e.getMessage());
    }
  }

  private static void use(SslContextFactory.Server factory, KeyStore store) {
    factory.setKeyStore(store);
    factory.setKeyStorePassword(PemKey.STORE_PASSWORD);
    factory.setKeyManagerPassword(PemKey.STORE_PASSWORD);
  }

  private static byte[] read(String setting, String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw new InvalidConfigException("%s: %s cannot be read".formatted(setting, file), e);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
