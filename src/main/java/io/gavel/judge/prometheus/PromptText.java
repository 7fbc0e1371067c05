package io.gavel.judge.prometheus;

import io.gavel.judge.kind.BundledText;

/// The texts of Prometheus's prompts, which lie beside this class.
final class PromptText {
  private PromptText() {}

  /// A text, byte for byte.
  static String of(String name) {
    return BundledText.beside(PromptText.class, name);
  }
}
