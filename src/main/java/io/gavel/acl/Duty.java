package io.gavel.acl;

import io.gavel.config.Role;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who needs rights of its own: a role of the worker, or a command that uses the cluster.
public enum Duty {
  /// The role `enrich`.
  ENRICH,
  /// The role `judge`.
  JUDGE,
  /// The role `reward`.
  REWARD,
  /// The role `monitor`.
  MONITOR,
  /// The role `web`.
  WEB,
  /// `gavel topics apply` and `check`.
  TOPICS,
  /// `gavel apply`.
  APPLY,
  /// `gavel definitions`.
  DEFINITIONS,
  /// `gavel send`, and whoever else publishes generations.
  SEND,
  /// `gavel tail`.
  TAIL,
  /// `gavel dead-letters list`, `show` and `retry`.
  DEAD_LETTERS,
  /// `gavel baseline set`, `show` and `clear`.
  BASELINE,
  /// `gavel export`.
  EXPORT,
  /// `gavel replay`; what judges a replay is a role, with the rights of `gavel acls --replay`.
  REPLAY,
  /// `gavel reset`.
  RESET;

  /// What a role does.
  public static Duty of(Role role) {
    return switch (role) {
      case ENRICH -> ENRICH;
      case JUDGE -> JUDGE;
      case REWARD -> REWARD;
      case MONITOR -> MONITOR;
      case WEB -> WEB;
    };
  }

  /// The one of this name, as [#text] writes it; empty where there is none.
  public static Optional<Duty> named(String text) {
    return Arrays.stream(values()).filter(it -> it.text().equals(text)).findFirst();
  }

  /// All names, for messages: `enrich, judge, ...`.
  public static String names() {
    return Arrays.stream(values()).map(Duty::text).collect(Collectors.joining(", "));
  }

  /// As on the command line: lower case, words joined by hyphens.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
