package io.gavel.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gavel.local.Quality;
import io.gavel.local.SampleTask;
import io.gavel.local.SampleTraffic;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StandInTest {
  private static final StandIn STAND_IN = new StandIn(1, Leaning.NONE);

  static List<SampleTask> tasks() {
    return SampleTraffic.tasks();
  }

  private static StandInAnswer answer(StandIn standIn, String prompt, String draw) {
    return standIn.answer(prompt, new AnswerForm.Free(), 0, Duration.ZERO, draw).orElseThrow();
  }

  private static Verdict verdict(StandIn standIn, String prompt) {
    return Objects.requireNonNull(answer(standIn, prompt, "d").verdict());
  }

  private static String relative(SampleTask task, Quality first, Quality second) {
    return "An instruction, a reference answer, and an evaluation criteria are given."
        + "\n\n###Instruction:\n"
        + task.instruction()
        + "\n\n###Response A:\n"
        + task.responses().of(first)
        + "\n\n###Response B:\n"
        + task.responses().of(second)
        + "\n\n###Reference Answer:\n"
        + task.referenceAnswer()
        + "\n\n###Score Rubric:\n[Good?]\n\n###Feedback: ";
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void whatHasTheHigherScoreAloneIsPreferredOfTwo(SampleTask task) {
    assertThat(answer(STAND_IN, relative(task, Quality.GOOD, Quality.FAIR), "d").text())
        .endsWith("[RESULT] A");
    assertThat(answer(STAND_IN, relative(task, Quality.POOR, Quality.FAIR), "d").text())
        .endsWith("[RESULT] B");
  }

  @Test
  void thePositionDecidesTheShareOfCloseOnesThatIsSetAndNoOthers() {
    StandIn biased = new StandIn(1, new Leaning(0, 0, 0, 0, Duration.ZERO, 0.5, 0.3));
    SampleTask task = tasks().getFirst();
    String close =
        relative(task, Quality.GOOD, Quality.GOOD)
            .replace("\n\n###Reference Answer:", "!\n\n###Reference Answer:");
    boolean alone = answer(STAND_IN, close, "d").text().endsWith("A");

    long first =
        IntStream.range(0, 2_000)
            .filter(i -> answer(biased, close, "d" + i).text().endsWith("A"))
            .count();

    assertThat(first / 2_000.0).isCloseTo(alone ? 1 : 0.3, within(0.03));
    assertThat(IntStream.range(0, 200))
        .allMatch(i ->
            answer(biased, relative(task, Quality.POOR, Quality.GOOD), "d" + i)
                .text()
                .endsWith("B"));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1.5", "1.5"})
  void theExpectedScoreFollowsTheBias(double bias) {
    StandIn biased = new StandIn(1, new Leaning(bias, 0, 0, 0, Duration.ZERO, 0.5, 0));
    Verdict verdict =
        verdict(biased, StandInJudgeTest.prompt("When?", "Today at noon, in town", "At noon"));

    assertThat(verdict.chances().stream().mapToDouble(TokenChance::probability).sum())
        .isCloseTo(1, within(1e-6));
    assertThat(
            verdict.chances().stream()
                .mapToDouble(it -> Integer.parseInt(it.token().strip()) * it.probability())
                .sum())
        .isCloseTo(3 + bias, within(0.55));
  }

  @Test
  void aLoosePromptsResponseIsJudgedByItsReference() {
    String prompt =
        "Judge.\n\n## Question\nWhen?\n\n## Reference answer\nAt noon in town\n\n## Response\n%s\n";

    Verdict good = verdict(STAND_IN, prompt.formatted("At noon in town"));
    Verdict poor = verdict(STAND_IN, prompt.formatted("No idea"));

    assertThat(good.token()).isEqualTo(" 5");
    assertThat(poor.token()).isEqualTo(" 1");
  }
}
