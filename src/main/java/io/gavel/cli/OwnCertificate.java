package io.gavel.cli;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.WebTlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Asks this machine's own worker by TLS: trusted is the certificate that the settings name and no
/// other, whatever name it is for.
final class OwnCertificate {
  private OwnCertificate() {}

  /// Makes a connection trust it.
  ///
  /// @throws InvalidConfigException when the file holds none
  static void trust(HttpsURLConnection connection, WebTlsConfig config) {
    try (InputStream pem = Files.newInputStream(Path.of(config.certificate()))) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        if (number == 0) { // The worker's own, and not the authorities that signed others.
          trusted.setCertificateEntry("own", certificate);
        }
        number++;
      }
      TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      connection.setSSLSocketFactory(context.getSocketFactory());
      connection.setHostnameVerifier((host, session) -> true);
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidConfigException(
          "%s: %s cannot be used".formatted(WebTlsConfig.CERTIFICATE, config.certificate()), e);
    }
  }
}
