package io.gavel.judge.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.judge.SharedData;
import io.gavel.judge.TestingRequests;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.prometheus.answer.AnswerReader;
import io.gavel.judge.prometheus.answer.Finding;
import io.gavel.judge.prometheus.answer.Injection;
import io.gavel.judge.prometheus.answer.Symbols;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.Message;
import io.gavel.schema.Preferred;
import io.gavel.schema.RubricMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The renderer and the reader on the prompts and answers of real judges.
class MtBenchTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PROMPT =
      Pattern.compile(
          "\\A.*?\n\n###The instruction to evaluate:\n(?<instruction>.*)"
              + "\n\n###Response to evaluate:\n(?<response>.*)"
              + "\n\n###Reference Answer \\(Score 5\\):\n(?<reference>.*)"
              + "\n\n###Score Rubrics:\n(?<rubric>.*)\n\n###Feedback: \\z",
          Pattern.DOTALL);
  private static final Pattern RUBRIC =
      Pattern.compile(
          "\\[(.*)]\nScore 1: (.*)\nScore 2: (.*)\nScore 3: (.*)\nScore 4: (.*)\nScore 5: (.*)");
  private static final Pattern DIALOGUE =
      Pattern.compile(
          "Here is a previous dialogue between an assistant and an user. Generate a human preferable"
              + " response by the assistant.\nUser: (.*?)\n\nAssistant:(.*)\n\nUser: (.*)\n\nAssistant: ",
          Pattern.DOTALL);

  private final PrometheusKind kind = TestingKinds.prometheus(PromptVariant.PROMETHEUS_2);
  private final String lead = PromptText.of("absolute_system.txt") + "\n\n";

  @Test
  void everyPromptCutAtItsHeadingsIsRenderedByteForByte() throws IOException {
    int checked = 0;
    for (JsonNode item : items()) {
      String prompt = item.path("instruction").asText();
      Matcher parts = match(PROMPT, prompt);
      Generation generation =
          TestingRequests.generation(parts.group("instruction"), parts.group("response"));
      assertThat(rendered(request(generation, parts))).isEqualTo(bytes(lead + prompt));
      checked++;
    }
    assertThat(checked).isEqualTo(320);
  }

  @Test
  void everyDialogueGivenAsTurnsIsRenderedByteForByte() throws IOException {
    int checked = 0;
    for (JsonNode item : items()) {
      String prompt = item.path("instruction").asText();
      Matcher parts = match(PROMPT, prompt);
      Matcher turns = match(DIALOGUE, parts.group("instruction"));
      Generation generation =
          TestingRequests.generation(
              turns.group(3),
              parts.group("response"),
              new Message("user", turns.group(1)),
              new Message("assistant", turns.group(2)));
      assertThat(rendered(request(generation, parts))).isEqualTo(bytes(lead + prompt));
      checked++;
    }
    assertThat(checked).isEqualTo(320);
  }

  @Test
  void hardlyAnyOrdinaryGenerationIsFlagged() throws IOException {
    long flagged =
        items()
            .valueStream()
            .map(item -> match(PROMPT, item.path("instruction").asText()))
            .filter(parts ->
                Injection.suspected(parts.group("instruction"))
                    || Injection.suspected(parts.group("response")))
            .count();
    assertThat(flagged).isZero();
  }

  @Test
  void everyRecordedAnswerOfGpt4IsReadToItsScore() throws IOException {
    int checked = 0;
    for (JsonNode item : items()) {
      Matcher parts = match(PROMPT, item.path("instruction").asText());
      for (int run = 0; run < item.path("gpt4_score").size(); run++) {
        int score = item.path("gpt4_score").path(run).asInt();
        String feedback = item.path("gpt4_feedback").path(run).asText();
        List<String> assessed = List.of(parts.group("instruction"), parts.group("response"));
        assertThat(AnswerReader.read(feedback + " [RESULT] " + score, Symbols.LEVELS, assessed))
            .isInstanceOfSatisfying(
                Finding.Found.class,
                found -> assertThat(found.symbol()).isEqualTo(Integer.toString(score)));
        checked++;
      }
    }
    assertThat(checked).isEqualTo(960);
  }

  @Test
  void theRecordedAnswersOfPrometheusAreReadToTheirResults() throws IOException {
    JudgeRequest absolute = TestingRequests.request("Why?", "Because.").build();
    JudgeRequest relative =
        TestingRequests.request("Why?", "Because.")
            .setRubric(TestingRequests.rubric().setMode(RubricMode.RELATIVE).build())
            .setComparedTo(TestingRequests.generation("Why?", "So."))
            .build();
    // A question of the cookbook's own in place of the scale: a checklist of one item.
    JudgeRequest question =
        TestingRequests.request("Why?", "Because.")
            .setRubric(
                TestingRequests.rubric()
                    .setLevels(List.of())
                    .setChecklist(List.of("Is it in line with the context?"))
                    .build())
            .build();
    Map<String, JudgeRequest> requests =
        Map.of("absolute", absolute, "relative", relative, "custom-yes-no", question);
    Map<String, Object> results = new TreeMap<>();
    for (String line : Files.readAllLines(SharedData.file("prometheus2_recorded.jsonl"))) {
      JsonNode recorded = JSON.readTree(line);
      String mode = recorded.path("mode").asText();
      Answer answer = Answer.Written.of(recorded.path("completion").asText(), false);
      JudgeRequest request = Objects.requireNonNull(requests.get(mode));
      assertThat(kind.render(request)).isInstanceOf(Rendering.Rendered.class);
      results.put(
          mode + " " + recorded.path("result").asText(),
          switch (kind.read(request, answer)) {
            case Reading.Score score when score.checks().isEmpty() -> score.value();
            case Reading.Score score -> score.checks().getFirst().getMet();
            case Reading.Preference preference -> preference.preferred();
            case Reading other -> other;
          });
    }
    assertThat(results)
        .isEqualTo(
            Map.of("absolute 4", 4.0, "custom-yes-no YES", true, "relative B", Preferred.SECOND));
  }

  private static JsonNode items() throws IOException {
    return JSON.readTree(SharedData.file("mt_bench_eval.json").toFile());
  }

  private static JudgeRequest request(Generation generation, Matcher parts) {
    Matcher rubric = match(RUBRIC, parts.group("rubric"));
    List<Level> levels = new ArrayList<>();
    for (int score = 1; score <= 5; score++) {
      levels.add(new Level(score, rubric.group(1 + score)));
    }
    return TestingRequests.request(generation)
        .setRubric(TestingRequests.rubric().setCriteria(rubric.group(1)).setLevels(levels).build())
        .setReferenceAnswer(parts.group("reference"))
        .build();
  }

  private byte[] rendered(JudgeRequest request) {
    return bytes(TestingKinds.text(kind.render(request)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Matcher match(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.matches()).as(pattern.pattern()).isTrue();
    return matcher;
  }
}
