package io.gavel.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Where the monitor role posts drift alerts beside their topic.
///
/// @param url the base URLs of all Alertmanagers of one cluster, such as
///   `http://alertmanager:9093`; each is told every alert; empty: nothing is posted
/// @param bearerToken sent as a bearer token where it is set, and nothing else then
/// @param username of HTTP's basic authentication; empty for none
/// @param password that belongs to it
/// @param repeat how often an open alert is posted again; one that is not any more ends after four
///   times that
/// @param severity the label `severity` of every alert
/// @param dashboardUrl where people look a series up; a link in each alert; empty for none
public record AlertmanagerConfig(
    List<URI> url,
    Secret bearerToken,
    String username,
    Secret password,
    Duration repeat,
    String severity,
    String dashboardUrl) {
  /// Nothing is posted.
  public static final AlertmanagerConfig OFF =
      new AlertmanagerConfig(
          List.of(), Secret.NONE, "", Secret.NONE, Duration.ofMinutes(1), "warning", "");

  private static final String PATH = "monitor.alertmanager";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /// One thread posts to all of them in turn, and each may keep it for some seconds.
  private static final int MOST_URLS = 5;

  /// Checks and copies.
  public AlertmanagerConfig {
    url = List.copyOf(url);
    Check.that(
        url.size() <= MOST_URLS, PATH + ".url", url.size() + " URLs", "at most " + MOST_URLS);
    url.forEach(it -> checkUrl(PATH + ".url", it));
    Check.that(
        username.isEmpty() == !password.isPresent(),
        PATH + ".username",
        "'" + username + "'",
        "set together with password");
    Check.that(
        repeat.compareTo(Duration.ofSeconds(1)) >= 0, PATH + ".repeat", repeat, "1s or longer");
    Check.notBlank(PATH + ".severity", severity);
    if (!dashboardUrl.isEmpty()) {
      checkUrl(PATH + ".dashboard_url", uri(dashboardUrl));
    }
  }

  /// Whether alerts are posted.
  public boolean isOn() {
    return !url.isEmpty();
  }

  private static void checkUrl(String key, URI url) {
    // First: the next check tells the value, which would tell the password.
    Check.that(
        url.toString().indexOf('@') < 0,
        key,
        "a URL with an @",
        "without a user and password, which go into username and password");
    Check.that(
        url.getHost() != null
            && url.getScheme() != null
            && SCHEMES.contains(url.getScheme())
            && url.getQuery() == null
            && url.getFragment() == null,
        key,
        url.toString().replaceFirst("[?#].*", ""),
        "a URL such as http://alertmanager:9093");
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(
          PATH + ".dashboard_url: it is not a URL such as https://grafana.example.org/d/gavel", e);
    }
  }
}
