package io.gavel.web;

import io.gavel.config.WebConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may ask for what, and the headers that keep a page from doing more than it should.
///
/// With a token, everything but `/health` asks for it: what is counted names applications and
/// models, and what was judged is whatever people wrote. A browser gives it once, at `/?token=...`,
/// and has a cookie from then on: a hash of the token, so that the token itself lies nowhere.
///
/// On a loopback address, the name that was asked for must be one of loopback: otherwise any page
/// of the internet could have its own name point there, and read with the user's browser (DNS
/// rebinding).
final class Access {
  private static final String COOKIE = "gavel";
  private static final String BEARER = "bearer ";
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
          + " data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final byte[] tokenHash;
  private final boolean loopback;
  private final boolean secure;
  private final Set<String> names = new HashSet<>();

  /// @param config the token, and by which names the server is known
  /// @param address where it listens
  Access(WebConfig config, InetAddress address) {
    tokenHash = config.token().isPresent() ? hash(config.token().value()) : new byte[0];
    loopback = address.isLoopbackAddress();
    secure = config.tls().isOn();
    names.add("localhost");
    names.add(config.host().toLowerCase(Locale.ROOT));
    names.add(hostOf(config.advertised()));
  }

  /// Lets a request pass, or answers it in its handler's place.
  ///
  /// @throws RefusedException where it may not pass
  void check(Context context) {
    context
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer");
    String path = context.path();
    if (path.startsWith("/health/")) {
      return;
    }
    checkHost(context.header("Host"));
    if (tokenHash.length == 0) {
      return;
    }
    String inUrl = path.equals("/") ? context.queryParam("token") : null;
    if (inUrl != null && isToken(inUrl)) {
      String value = HexFormat.of().formatHex(hash(HexFormat.of().formatHex(tokenHash)));
      context.cookie(new Cookie(COOKIE, value, "/", -1, secure, true, null, SameSite.STRICT));
      context.redirect("/", HttpStatus.SEE_OTHER);
      context.skipRemainingHandlers();
      return;
    }
    if (!hasToken(context.header("Authorization")) && !hasCookie(context.cookie(COOKIE))) {
      context.header("WWW-Authenticate", "Bearer");
      throw RefusedException.tokenNeeded();
    }
  }

  private void checkHost(@Nullable String host) {
    if (!loopback || host == null) {
      return;
    }
    String name = hostOf(host);
    if (!names.contains(name) && !isLoopback(name)) {
      throw RefusedException.forbidden(
          "this server listens on a loopback address, and answers to localhost alone; %s names"
                  .formatted(WebConfig.ADVERTISED)
              + " a further host");
    }
  }

  /// Whether it is written as an address of loopback; nothing is looked up.
  private static boolean isLoopback(String name) {
    return name.matches("127(\\.\\d{1,3}){3}") || name.equals("::1");
  }

  /// The host of host:port, without brackets, in lower case.
  private static String hostOf(String hostAndPort) {
    String host =
        hostAndPort.startsWith("[")
            ? hostAndPort.replaceFirst("^\\[([^]]*)].*", "$1")
            : hostAndPort.replaceFirst(":.*", "");
    return host.toLowerCase(Locale.ROOT);
  }

  private boolean hasToken(@Nullable String authorization) {
    return authorization != null
        && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        && isToken(authorization.substring(BEARER.length()).strip());
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(hash(given), tokenHash);
  }

  private boolean hasCookie(@Nullable String value) {
    return value != null
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8),
            HexFormat.of()
                .formatHex(hash(HexFormat.of().formatHex(tokenHash)))
                .getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
