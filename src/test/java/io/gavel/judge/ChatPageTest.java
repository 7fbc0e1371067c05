package io.gavel.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.ConfigLoader;
import io.gavel.config.JudgeConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.kind.JudgeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/judges/chat.md` shows works.
class ChatPageTest {
  private static final Path PAGE = Path.of("docs/judges/chat.md");

  @TempDir private Path folder;

  @Test
  void eachConfigurationIsTaken() throws IOException {
    List<String> configurations = blocks("yaml");
    assertThat(configurations).hasSize(3);
    for (String configuration : configurations) {
      assertThat(kind(configuration).variant()).isEqualTo("built-in-1-json");
    }
  }

  @Test
  void theTemplateIsTaken() throws IOException {
    Path template =
        Files.writeString(folder.resolve("mine.mustache"), blocks("mustache").getFirst());
    assertThat(
            kind("judge: {default_profile: chat, profiles: {chat: {kind: chat, endpoints: ['http://x/v1'], model: m, asking: {options: {template_file: '%s'}}}}}"
                    .formatted(template))
                .variant())
        .startsWith("custom-");
  }

  private JudgeKind kind(String configuration) throws IOException {
    Path file = Files.writeString(folder.resolve("gavel.yaml"), configuration);
    JudgeConfig judge = ConfigLoader.load(file, Map.of("OPENAI_API_KEY", "key-1")).judge();
    assertThat(judge.defaultProfile()).isEqualTo("chat");
    JudgeProfile profile = Objects.requireNonNull(judge.profiles().get("chat"));
    assertThat(profile.kind()).isEqualTo("chat");
    return Kinds.of("chat", profile);
  }

  private static List<String> blocks(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }
}
