package io.gavel.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.Secret;
import io.gavel.judge.model.TestingProfiles;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
