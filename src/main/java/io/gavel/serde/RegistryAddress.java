package io.gavel.serde;

import io.gavel.config.InvalidConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// One registry URL with what is sent to it for authentication.
///
/// @param base without user information and without a slash at its end
/// @param authorization the header's value, a secret; empty where there is none
record RegistryAddress(URI base, String authorization) {
  private static final String ACCEPTED =
      "application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json;q=0.9,"
          + " application/json;q=0.8";

  /// The configured ones, in their order.
  ///
  /// @throws InvalidConfigException when a URL or the credentials cannot be used
  static List<RegistryAddress> all(SerdeSettings settings) {
    if (settings.urls().isEmpty()) {
      throw new InvalidConfigException("schema.registry.url: set it to the registry's URL");
    }
    String shared = shared(settings);
    return settings.urls().stream().map(url -> of(url.strip(), shared)).toList();
  }

  boolean hasCredentials() {
    return !authorization.isEmpty();
  }

  /// A request to a path below the base URL.
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Accept", ACCEPTED)
            .header("Content-Type", "application/vnd.schemaregistry.v1+json");
    return hasCredentials() ? builder.header("Authorization", authorization) : builder;
  }

  @Override
  public String toString() {
    return base.toString();
  }

  private static RegistryAddress of(String url, String shared) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
        throw invalid("one of them is not http://host:port or https://host:port");
      }
      String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
      URI base = new URI(uri.getScheme() + "://" + hostAndPort(uri) + path);
      String own = uri.getUserInfo() == null ? "" : basic(uri.getUserInfo());
      return new RegistryAddress(base, shared.isEmpty() ? own : shared);
    } catch (URISyntaxException e) {
      // Not its message, nor itself as the cause: they quote the URL, which may hold a password.
      throw invalid("one of them is no URL");
    }
  }

  private static String hostAndPort(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /// What goes to every URL; empty where the URLs carry their own or there is none.
  private static String shared(SerdeSettings settings) {
    String userInfo = settings.secret("basic.auth.user.info");
    String token = settings.secret("bearer.auth.token");
    if (!userInfo.isEmpty() && !token.isEmpty()) {
      throw new InvalidConfigException(
          "basic.auth.user.info and bearer.auth.token are both set; set one of them");
    }
    String bearerSource = settings.string("bearer.auth.credentials.source");
    if (!List.of("", "STATIC_TOKEN").contains(bearerSource)) {
      throw unknown("bearer.auth.credentials.source", bearerSource, "STATIC_TOKEN");
    }
    if (bearerSource.equals("STATIC_TOKEN") && token.isEmpty() && userInfo.isEmpty()) {
      throw new InvalidConfigException(
          "bearer.auth.token: it must be set, because bearer.auth.credentials.source is"
              + " STATIC_TOKEN");
    }
    if (!token.isEmpty()) {
      return "Bearer " + token;
    }
    String source = settings.string("basic.auth.credentials.source");
    return switch (source) {
      case "URL" -> "";
      case "" -> userInfo.isEmpty() ? "" : basic(checked(userInfo));
      case "USER_INFO" -> basic(checked(userInfo));
      default -> throw unknown("basic.auth.credentials.source", source, "URL or USER_INFO");
    };
  }

  private static String checked(String userInfo) {
    if (userInfo.indexOf(':') < 0) {
      throw new InvalidConfigException("basic.auth.user.info: it must be set, as user:password");
    }
    return userInfo;
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  private static InvalidConfigException invalid(String problem) {
    return new InvalidConfigException("schema.registry.url: " + problem);
  }

  private static InvalidConfigException unknown(String key, String value, String allowed) {
    return new InvalidConfigException(
        "%s: '%s' is not supported by Gavel's own serializer; choose %s"
            .formatted(key, value, allowed));
  }
}
