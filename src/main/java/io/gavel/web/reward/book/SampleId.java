package io.gavel.web.reward.book;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The id of the generation that a sample becomes: `reward-<hash of its content>-<when it was asked
/// for, in milliseconds since 1970>`. So what another worker, or this one before a restart, has
/// published is told from its key alone; and what is asked for again when it has been forgotten
/// gets a reward of its own, where the reward role would pass over the same id.
///
/// @param content the sample's hash
/// @param askedAt when it was asked for, in milliseconds
record SampleId(String content, Instant askedAt) {
  private static final Pattern FORM = Pattern.compile("reward-([0-9a-f]{32})-(\\d{1,15})");

  /// The id that a text is; empty where it is none, as for all other generations.
  static Optional<SampleId> of(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new SampleId(parts.group(1), Instant.ofEpochMilli(Long.parseLong(parts.group(2)))))
        : Optional.empty();
  }

  /// The id as text.
  String text() {
    return "reward-%s-%d".formatted(content, askedAt.toEpochMilli());
  }
}
