package io.gavel.web.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.GetRewardConfig;
import io.gavel.web.reward.book.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainerRequestTest {
  private final TrainerRequest requests =
      new TrainerRequest(
          new GetRewardConfig(
              "rlhf",
              "policy",
              Duration.ofSeconds(1),
              Duration.ZERO,
              3,
              Duration.ofSeconds(1),
              false,
              List.of("<end>", "<pad>")));

  @Test
  void theResponseIsWhatStandsBehindThePromptWithoutEndMarks() throws Exception {
    assertThat(
            read(
                """
                {"query": ["<pad>ask: say <end> <pad> it <end>\\n<end><pad>\\n", "ask:", "ask: a ask: b "],
                 "prompts": ["ask:", "ask:", "ask:"], "labels": ["right", null, 42], "images": [1]}
                """))
        .containsExactly(
            new Sample("rlhf", "policy", "ask:", " say <end> <pad> it ", Optional.of("right")),
            new Sample("rlhf", "policy", "ask:", "", Optional.empty()),
            new Sample("rlhf", "policy", "ask:", " a ask: b ", Optional.of("42")));
  }

  @Test
  void aRequestMayNameItsModelAndLeaveOutTheLabels() throws Exception {
    assertThat(read("{\"query\": [\"ask: b\"], \"prompts\": [\"ask:\"], \"model\": \"llama\"}"))
        .containsExactly(new Sample("rlhf", "llama", "ask:", " b", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"query\": [\"secret|the body is no JSON: something is wrong at line 1, column ",
        "{\"query\": []} {}|the body is no JSON",
        "[]|the body must be an object",
        "~~|the body must be an object",
        "{\"prompts\": []}|query must be a list of texts and is missing",
        "{\"query\": \"a\", \"prompts\": []}|query must be a list of texts and is a text",
        "{\"query\": [], \"prompts\": {}}|prompts must be a list of texts and is an object",
        "{\"query\": [[\"a\"]], \"prompts\": [\"a\"]}|query[0] must be a text and is an array",
        "{\"query\": [\"a\", 7], \"prompts\": []}|query[1] must be a text and is a number",
        "{\"query\": [\"a\"], \"prompts\": []}|prompts has 0 entries and query has 1",
        "{\"query\": [\"a\"], \"prompts\": [\"a\"], \"labels\": []}|labels has 0 entries and query has 1",
        "{\"query\": [\"a\"], \"prompts\": [\"a\"], \"labels\": [{}]}|labels[0] must be a text, a number or null",
        "{\"query\": [\"ab\"], \"prompts\": [\"b!\"]}|query[0] does not hold prompts[0]",
        "{\"query\": [\"ab\"], \"prompts\": [\" \"]}|prompts[0] is empty",
        "{\"query\": [\"\",\"\",\"\",\"\"], \"prompts\": [\"\",\"\",\"\",\"\"]}|query has 4 entries; web.get_reward.waiting_limit takes 3",
        "{\"query\": [], \"prompts\": [], \"model\": \" \"}|model must be a text of at most 200 characters",
      })
  void whatIsWrongIsNamed(String body, String message) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(TrainerRequest.MalformedException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("secret");
  }

  private List<Sample> read(String body) throws TrainerRequest.MalformedException {
    return requests.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
