package io.gavel.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.ConfigLoader;
import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configurations in the documentation work.
class JudgePagesTest {
  private static final Pattern CONFIGURATION =
      Pattern.compile("```yaml\\n(judge:\\n.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void thePageOfRewardModelsConfiguresOneForEachApi() throws Exception {
    List<String> variants = new ArrayList<>();
    for (String configuration : configurations("reward-model.md")) {
      JudgeProfile profile = profile(configuration, "reward-model");
      variants.add(Kinds.of("mine", profile).variant());
    }
    assertThat(variants)
        .containsExactly("classify-turns", "pooling-turns", "score-pair", "predict-text");
  }

  /// The published prompts cannot be here, so other texts stand in for them.
  @Test
  void thePageOfAutoJLacksNothingButThePublishedPrompts() throws Exception {
    String configuration = configurations("auto-j.md").getFirst();
    Files.writeString(folder.resolve("auto-j-single.txt"), "{prompt} {response}");
    Files.writeString(
        folder.resolve("auto-j-pairwise.txt"), "{prompt} {response} {response_another}");
    String there = configuration.replace("/etc/gavel", folder.toString());
    assertThatThrownBy(() -> Kinds.of("mine", profile(there, "auto-j")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("SHA-256");
    String own = there.replace("kind: auto-j\n", "kind: auto-j\n      prompt_variant: own\n");
    assertThat(Kinds.of("mine", profile(own, "auto-j")).variant()).isEqualTo("own");
  }

  private JudgeProfile profile(String configuration, String kind) throws IOException {
    Path file = folder.resolve("gavel.yaml");
    Files.writeString(file, configuration);
    return ConfigLoader.load(file, Map.of()).judge().profiles().values().stream()
        .filter(profile -> profile.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> configurations(String page) throws IOException {
    List<String> configurations = new ArrayList<>();
    Matcher found =
        CONFIGURATION.matcher(Files.readString(Path.of("docs", "judges").resolve(page)));
    while (found.find()) {
      configurations.add(found.group(1));
    }
    assertThat(configurations).isNotEmpty();
    return configurations;
  }
}
