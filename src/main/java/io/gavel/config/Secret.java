package io.gavel.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A value that is never printed: its text form is a mask.
///
/// @param value the secret itself; empty where none is set
public record Secret(String value) {
  private static final String MASK = "********";
  private static final List<String> TELLING_NAMES =
      List.of("password", "secret", "token", "user.info", "jaas", "key");

  /// No secret.
  public static final Secret NONE = new Secret("");

  /// Whether one is set.
  public boolean isPresent() {
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "(not set)" : MASK;
  }

  /// The properties as they may be printed, sorted: values whose names tell of a secret are masked.
  static Map<String, String> masked(Map<String, String> properties) {
    Map<String, String> masked = new TreeMap<>(properties);
    masked.replaceAll((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      return TELLING_NAMES.stream().anyMatch(lower::contains) ? MASK : value;
    });
    return masked;
  }

  /// A URL, or several separated by commas, as they may be printed: without users and passwords.
  static String maskedUrl(String url) {
    return url.replaceAll("//[^/@,]*@", "//" + MASK + "@");
  }
}
