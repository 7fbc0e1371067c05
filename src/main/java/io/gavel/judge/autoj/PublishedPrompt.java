package io.gavel.judge.autoj;

import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Layout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// One of the two prompts that Auto-J was trained on. The model knows these bytes and no others,
/// but their publication (github.com/GAIR-NLP/auto-j, `codes/usage/constants_prompt.py`) carries no
/// licence, so they are not part of Gavel: the settings bring them in, and their SHA-256 (FIPS
/// 180-4, of the UTF-8 bytes) tells whether it is them.
enum PublishedPrompt {
  /// For one response; `single` there.
  SINGLE(
      "single",
      "94e7e26184a0629a79640b41ad14a529a77961eefdeec64ad97329550602124c",
      "{prompt}, {response}"),
  /// For two; `pairwise_tie` there.
  PAIRWISE(
      "pairwise",
      "351b6608af86df022a86bfffb9d343c3264f7e3a98863fb6a96854e78aa813a6",
      "{prompt}, {response}, {response_another}");

  private final String option;
  private final String sha256;
  private final String places;

  PublishedPrompt(String option, String sha256, String places) {
    this.option = option;
    this.sha256 = sha256;
    this.places = places;
  }

  /// The prompt as the settings give it; empty where they do not.
  ///
  /// @param own whether it may be another one than the published one
  /// @throws io.gavel.config.InvalidConfigException when it cannot be used
  Optional<Layout> of(KindOptions options, boolean own) {
    String text = options.text(option, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Layout layout = new Layout(text);
    String found =
        layout.places().isEmpty()
            ? "a text without places"
            : "{" + String.join("}, {", layout.places()) + "}";
    if (!found.equals(places)) {
      throw options.refused(option, found, "a text with the places " + places);
    }
    String hash = hash(text);
    if (!own && !hash.equals(sha256)) {
      throw options.refused(
          option,
          "a text with the SHA-256 " + hash,
          "the published one, to the byte, with the SHA-256 %s (see docs/judges/auto-j.md); for a model with another prompt set prompt_variant to own"
              .formatted(sha256));
    }
    return Optional.of(layout);
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
