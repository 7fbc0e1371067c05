package io.gavel.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.JudgeProfile;
import io.gavel.config.Secret;
import io.gavel.judge.model.TestingProfiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  private static final URI HERE = URI.create("http://localhost:8000/v1");

  @Test
  void whatCanChangeAnAnswerChangesIt() {
    assertThat(Fingerprint.of(TestingProfiles.profile(Duration.ofSeconds(1), HERE)))
        .isNotEqualTo(
            Fingerprint.of(
                TestingProfiles.profile(Duration.ofSeconds(1), 0.5, new Secret("key-1"), HERE)));
  }

  @Test
  void aTemplateThatIsChangedInItsFileChangesIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("judge.liquid"), "One wording.");
    JudgeProfile profile =
        TestingProfiles.of("chat", "", Map.of("template_file", file.toString()), HERE);
    String before = Fingerprint.of(profile);
    Files.writeString(file, "Another wording.");
    assertThat(Fingerprint.of(profile)).isNotEqualTo(before);
  }

  @Test
  void whereAndHowFastIsAskedDoesNot() {
    assertThat(Fingerprint.of(TestingProfiles.profile(Duration.ofSeconds(1), HERE)))
        .isEqualTo(
            Fingerprint.of(
                TestingProfiles.profile(
                    Duration.ofSeconds(9),
                    1.0,
                    new Secret("key-2"),
                    URI.create("http://elsewhere:8000/v1"))));
  }
}
