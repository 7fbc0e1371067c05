package io.gavel.trace.otel;

import java.util.Map;

/// Who offers a judge model, `gen_ai.provider.name`, as far as the server's host tells.
final class Providers {
  /// A server of one's own, such as vLLM, or a gateway: it speaks OpenAI's API, and that is known.
  static final String OTHER = "openai_compatible";

  private static final Map<String, String> BY_DOMAIN =
      Map.of(
          "api.openai.com", "openai",
          "openai.azure.com", "azure.ai.openai",
          "services.ai.azure.com", "azure.ai.inference",
          "api.mistral.ai", "mistral_ai",
          "api.deepseek.com", "deepseek",
          "api.groq.com", "groq",
          "api.x.ai", "x_ai",
          "api.anthropic.com", "anthropic");

  private Providers() {}

  /// The well-known name of whoever has the host, or [#OTHER].
  static String of(String host) {
    return BY_DOMAIN.entrySet().stream()
        .filter(entry -> host.equals(entry.getKey()) || host.endsWith("." + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(OTHER);
  }
}
