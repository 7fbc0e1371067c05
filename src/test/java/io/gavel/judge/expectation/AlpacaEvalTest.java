package io.gavel.judge.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.SharedData;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.kind.Distribution;
import io.gavel.judge.model.TestingProfiles;
import io.gavel.judge.protocol.ChatCompletions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The probabilities of real answers beside the preferences that their authors computed of them.
class AlpacaEvalTest {
  @Test
  void everyRecordedPreferenceIsOnePlusTheProbabilityOfALabel() throws IOException {
    JudgeProfile profile =
        TestingProfiles.profile(Duration.ofSeconds(1), URI.create("http://judge/v1"));
    ChatCompletions protocol = new ChatCompletions(profile);
    int first = 0;
    int second = 0;
    JsonMapper json = new JsonMapper();
    for (JsonNode item : json.readTree(SharedData.file("alpaca_eval_logprobs.json").toFile())) {
      JsonNode recorded = item.path("raw_completion");
      if (!recorded.path("logprobs").isObject()) {
        continue;
      }
      JsonNode reply = json.createObjectNode().set("choices", json.createArrayNode().add(recorded));
      Answer.Written answer = (Answer.Written) protocol.answers(reply).getFirst();
      Distribution distribution =
          Objects.requireNonNull(Expectations.ofSingleToken(answer, List.of("m", "M")));
      double preference = item.path("preference").asDouble();
      boolean isM = near(preference, 1 + distribution.probabilities().get(0));
      boolean isCapital = near(preference, 1 + distribution.probabilities().get(1));
      assertThat(isM || isCapital).as(item.path("instruction").asText()).isTrue();
      first += isM ? 1 : 0;
      second += isM ? 0 : 1;
    }
    assertThat(List.of(first, second)).containsExactly(403, 398);
  }

  private static boolean near(double left, double right) {
    return Math.abs(left - right) < 1e-3;
  }
}
