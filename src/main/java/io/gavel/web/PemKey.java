package io.gavel.web;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.WebTlsConfig;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A certificate and its key as PEM files have them (RFC 7468), as the store that Java's TLS wants.
final class PemKey {
  /// Of the store, which is never written anywhere.
  static final String STORE_PASSWORD = "in-memory";

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private PemKey() {}

  /// The store.
  ///
  /// @param config names the files, for messages
  /// @param certificate the content of one
  /// @param key that of the other
  /// @throws InvalidConfigException says which file is wrong, and tells nothing of the key
  static KeyStore store(WebTlsConfig config, byte[] certificate, byte[] key) {
    Certificate[] chain = chain(config, certificate);
    PrivateKey own = key(config, chain[0].getPublicKey(), key);
    try {
      if (!belongTogether(own, chain[0].getPublicKey())) {
        throw problem(WebTlsConfig.KEY, config.key(), "it is not the key of the certificate");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("gavel", own, STORE_PASSWORD.toCharArray(), chain);
      return store;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw problem(WebTlsConfig.KEY, config.key(), "it cannot be used for TLS");
    }
  }

  private static Certificate[] chain(WebTlsConfig config, byte[] pem) {
    try {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (!chain.isEmpty()) {
        return chain.toArray(Certificate[]::new);
      }
    } catch (CertificateException e) {
      // Told below.
    }
    throw problem(WebTlsConfig.CERTIFICATE, config.certificate(), "it holds no certificate in PEM");
  }

  private static PrivateKey key(WebTlsConfig config, PublicKey of, byte[] pem) {
    Matcher block = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw problem(
          WebTlsConfig.KEY,
          config.key(),
          "it holds no 'BEGIN PRIVATE KEY': convert it with 'openssl pkcs8 -topk8 -nocrypt'");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(block.group(1));
      return KeyFactory.getInstance(of.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw problem(WebTlsConfig.KEY, config.key(), "it holds no key of the certificate's kind");
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (certified.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> certified.getAlgorithm();
        };
    byte[] text = "gavel".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(text);
    return signature.verify(signed);
  }

  /// Without a cause: what libraries say of a key may quote it.
  private static InvalidConfigException problem(String setting, String file, String what) {
    return new InvalidConfigException("%s: %s: %s".formatted(setting, file, what));
  }
}
