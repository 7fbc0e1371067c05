package io.gavel.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeAskingConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.model.TestingProfiles;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KindsTest {
  @Test
  void prometheusIsAskedInItsUsualVariantWhereNoneIsNamed() {
    assertThat(Kinds.of("mine", profile("prometheus", "", Map.of())).variant())
        .isEqualTo("prometheus-2");
    assertThat(Kinds.of("mine", profile("prometheus", "prometheus-eval", Map.of())).variant())
        .isEqualTo("prometheus-eval");
  }

  @Test
  void aKindThatThereIsNotIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> Kinds.of("mine", profile("oracle", "", Map.of())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "judge.profiles.mine.kind: oracle is not allowed: it must be one of ")
        .hasMessageContaining("prometheus");
  }

  @Test
  void aVariantThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> Kinds.of("mine", profile("prometheus", "oracle", Map.of())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "judge.profiles.mine.prompt_variant: oracle is not allowed: it must be prometheus-2 or prometheus-eval");
  }

  @Test
  void anOptionThatTheKindDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> Kinds.of("mine", profile("prometheus", "", Map.of("oracle", "yes"))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "judge.profiles.mine.asking.options.oracle: this kind of judge has no such option");
  }

  private static JudgeProfile profile(String kind, String variant, Map<String, String> options) {
    JudgeProfile other =
        TestingProfiles.profile(Duration.ofSeconds(1), URI.create("http://judge/v1"));
    return new JudgeProfile(
        kind,
        other.endpoints(),
        other.model(),
        variant,
        other.apiKey(),
        other.temperature(),
        other.topP(),
        other.repetitionPenalty(),
        other.maxTokens(),
        other.concurrency(),
        other.callTimeout(),
        other.maxAttempts(),
        other.retryBudget(),
        other.backoff(),
        other.maxBackoff(),
        other.standIn(),
        other.pool(),
        new JudgeAskingConfig(0, "none", "nothing", options));
  }
}
