package io.gavel.config.source;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Tells secrets among the properties that are passed through to Kafka's and the registry's
/// clients.
final class PassedSecrets {
  /// How the names end of properties that are secrets, in whole or in part.
  private static final List<String> NAMES =
      List.of("password", "secret", "user.info", "auth.token", "keystore.key");

  /// A password or secret within a login module's line that is no placeholder.
  private static final Pattern IN_LOGIN_MODULE =
      Pattern.compile("(?i)(password|secret)\\s*=\\s*[\"']?(?!\\$\\{)[^\\s\"';]");

  private static final String PLACEHOLDER = "${";

  private PassedSecrets() {}

  /// Whether a value has a secret in it that does not come from the environment or a file.
  ///
  /// @param name of the property
  /// @param value as it is written
  static boolean isPlain(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith("jaas.config")) {
      return IN_LOGIN_MODULE.matcher(value).find();
    }
    return !value.isEmpty()
        && !value.contains(PLACEHOLDER)
        && NAMES.stream().anyMatch(lower::endsWith);
  }
}
