package io.gavel.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.model.TestingProfiles;
import io.gavel.judge.protocol.ChatCompletions;
import io.gavel.judge.protocol.Completions;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void prometheusIsAskedByChatOrByCompletions() {
    assertThat(Kinds.of("mine", profile("prometheus", "", Map.of())).protocol())
        .isInstanceOf(ChatCompletions.class);
    assertThat(Kinds.of("mine", profile("prometheus", "", Map.of("api", "completions"))).protocol())
        .isInstanceOf(Completions.class);
    Map<String, String> options = Map.of("api", "completions", "chat_template", "<u>{prompt}</u>");
    assertThat(
            Kinds.of("mine", profile("prometheus", "", options))
                .render(TestingRequests.request("Why?", "Because.").build()))
        .isInstanceOfSatisfying(
            Rendering.Rendered.class,
            rendered ->
                assertThat(((Prompt.Text) rendered.prompt()).text())
                    .startsWith("<u>You are a fair judge")
                    .endsWith("###Feedback: </u>"));
  }

  @ParameterizedTest
  @CsvSource({
    "speech, '', '.api: ''speech'' is not allowed: it must be one of chat, completions'",
    "completions, [INST], .chat_template: '[INST]' is not allowed: it must be a text that holds {prompt} once",
    "completions, {prompt}{prompt}, .chat_template: '{prompt}{prompt}' is not allowed: it must be a text that holds {prompt} once",
    "chat, <u>{prompt}, '.chat_template: ''<u>{prompt}'' is not allowed: it must be left out with api: chat, where the server has its own'"
  })
  void anApiOrChatTemplateThatCannotBeUsedIsRefused(String api, String template, String message) {
    Map<String, String> options =
        template.isEmpty() ? Map.of("api", api) : Map.of("api", api, "chat_template", template);
    assertThatThrownBy(() -> Kinds.of("mine", profile("prometheus", "", options)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("judge.profiles.mine.asking.options" + message);
  }

  private static JudgeProfile profile(String kind, String variant, Map<String, String> options) {
    return TestingProfiles.of(kind, variant, options, URI.create("http://judge/v1"));
  }
}
