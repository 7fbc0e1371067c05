package io.gavel.judge.prometheus;

import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.model.TestingProfiles;
import java.net.URI;
import java.time.Duration;

/// Prometheus kinds for tests, and what they render.
final class TestingKinds {
  private TestingKinds() {}

  static PrometheusKind prometheus(PromptVariant variant) {
    return new PrometheusKind(variant, Api.chat(profile()));
  }

  /// One that is asked by completions.
  static PrometheusKind completions(String template) {
    return new PrometheusKind(PromptVariant.PROMETHEUS_2, Api.completions(profile(), template));
  }

  private static JudgeProfile profile() {
    return TestingProfiles.profile(Duration.ofSeconds(1), URI.create("http://judge/v1"));
  }

  /// The one message of a prompt.
  static String text(Rendering rendering) {
    return ((Prompt.Chat) ((Rendering.Rendered) rendering).prompt()).turns().getFirst().content();
  }
}
