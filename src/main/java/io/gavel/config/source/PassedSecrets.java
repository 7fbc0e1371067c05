package io.gavel.config.source;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tells secrets among the properties that are passed through to Kafka's and the registry's
/// clients.
final class PassedSecrets {
  /// How the names end of properties that are secrets, in whole or in part. Fewer than are masked:
  /// nothing is lost by masking in vain, and a start by refusing in vain.
  private static final List<String> NAMES =
      List.of("password", "passphrase", "secret", "user.info", "auth.token", "keystore.key");

  /// A password, secret or token within a login module's line, with its value.
  private static final Pattern IN_LOGIN_MODULE =
      Pattern.compile(
          "(?i)(?:password|secret|token)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;]+))");

  private static final String PLACEHOLDER = "${";

  private PassedSecrets() {}

  /// Whether a value has a secret in it that does not come from the environment or a file.
  ///
  /// @param name of the property
  /// @param value as it is written
  static boolean isPlain(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith("jaas.config")) {
      return IN_LOGIN_MODULE.matcher(value).results().anyMatch(found -> isPlain(written(found)));
    }
    return NAMES.stream().anyMatch(lower::endsWith) && isPlain(value);
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty() && !value.contains(PLACEHOLDER);
  }

  private static String written(MatchResult found) {
    return Stream.of(1, 2, 3).map(found::group).filter(Objects::nonNull).findFirst().orElse("");
  }
}
