package io.gavel.judge.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The texts of Prometheus's prompts, which lie beside this class.
final class PromptText {
  private PromptText() {}

  /// A text, byte for byte.
  static String of(String name) {
    try (InputStream in = PromptText.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
