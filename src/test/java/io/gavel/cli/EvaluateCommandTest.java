package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.SharedData;
import io.gavel.judge.model.TestingJudgeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  /// The figures of issue 4.
  @Test
  void theRecordedRunsOfMtBenchAgreeAsPublished() {
    TestingCommandLine.Result result =
        TestingCommandLine.run(
            "evaluate", SharedData.file("mt_bench_eval.json").toString(), "--labels-only");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("items   320\n")
        .containsPattern("Krippendorff's alpha, interval +0\\.8510 ")
        .containsPattern("Krippendorff's alpha, ordinal +0\\.8145 ")
        .containsPattern("Krippendorff's alpha, nominal +0\\.4874 ")
        .containsPattern("run 1 +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+\n");
  }

  @Test
  void theRecordedRunsReplayedThroughAJudgeCorrelateWithThemselvesPerfectly() throws IOException {
    Path data = SharedData.file("mt_bench_eval.json");
    Path output = folder.resolve("report");
    try (TestingJudgeServer server = new TestingJudgeServer(replay(data))) {
      TestingCommandLine.Result result =
          TestingCommandLine.run(
              "evaluate",
              data.toString(),
              "--label-run",
              "1",
              "--output",
              output.toString(),
              "--config",
              settings(server.base().toString()));
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
      assertThat(result.out())
          .containsPattern("Pearson +1\\.0000 +\\[1\\.0000, 1\\.0000] +0\\.548")
          .containsPattern("Spearman +1\\.0000 ")
          .containsPattern("Kendall tau-b +1\\.0000 ")
          .containsPattern("verdicts +320\n")
          .containsPattern("no verdict: unreadable answer +0\n")
          .containsPattern("exact agreement +1\\.0000 ")
          .containsPattern("quadratic kappa +1\\.0000 ")
          .contains("Prometheus 2 7B against GPT-4 on MT-Bench")
          .doesNotContain("stand-in");
      assertThat(asked(server)).isEqualTo(320);
    }
    assertThat(Files.readAllLines(output.resolve("verdicts.jsonl"))).hasSize(320);
    JsonNode report = JSON.readTree(output.resolve("report.json").toFile());
    assertThat(report.at("/sections/direct/measures/pearson/value").doubleValue())
        .isGreaterThan(0.999999);
    assertThat(output.resolve("report.md")).content().contains("](direct-confusion.svg)");
    assertThat(output.resolve("direct-confusion.svg")).content().startsWith("<svg ");
    assertThat(output.resolve("direct-distribution.svg")).content().startsWith("<svg ");
  }

  @Test
  void aRunThatWasStoppedGoesOnWhereItWas() throws IOException {
    Path data = ownData("1", "2", "3", "4", "5");
    Path output = folder.resolve("report");
    try (TestingJudgeServer server =
        new TestingJudgeServer(TestingJudgeServer.complete("\"Fine. [RESULT] 3\"", "stop"))) {
      String settings = settings(server.base().toString());
      List<String> command = ownCommand(data, output, settings);
      List<String> first = new ArrayList<>(command);
      first.addAll(List.of("--limit", "2"));
      assertThat(TestingCommandLine.run(first.toArray(String[]::new)).exitCode()).isZero();
      assertThat(asked(server)).isEqualTo(2);
      // What a run that dies while it writes leaves behind.
      Path verdicts = output.resolve("verdicts.jsonl");
      Files.writeString(verdicts, Files.readString(verdicts) + "{\"id\": \"half a li");

      TestingCommandLine.Result result = TestingCommandLine.run(command.toArray(String[]::new));

      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("5, of which 2 were known from an earlier run");
      assertThat(asked(server)).isEqualTo(5);
      assertThat(Files.readAllLines(verdicts)).hasSize(5);
    }
  }

  @Test
  void otherSettingsAreJudgedAnew() throws IOException {
    Path data = ownData("1", "2");
    Path output = folder.resolve("report");
    try (TestingJudgeServer server =
        new TestingJudgeServer(TestingJudgeServer.complete("\"Fine. [RESULT] 3\"", "stop"))) {
      String endpoint = server.base().toString();
      TestingCommandLine.run(ownCommand(data, output, settings(endpoint)).toArray(String[]::new));
      TestingCommandLine.run(
          ownCommand(data, output, settings(endpoint, "temperature: 0.5")).toArray(String[]::new));
      assertThat(asked(server)).isEqualTo(4);
      TestingCommandLine.run(
          ownCommand(data, output, settings(endpoint, "concurrency: 3")).toArray(String[]::new));
      assertThat(asked(server)).isEqualTo(4);
    }
  }

  @Test
  void answersThatCannotBeReadAreCounted() throws IOException {
    Path data = ownData("1", "2", "3");
    try (TestingJudgeServer server =
        new TestingJudgeServer(TestingJudgeServer.complete("\"No idea.\"", "stop"))) {
      TestingCommandLine.Result result =
          TestingCommandLine.run(
              ownCommand(data, folder.resolve("report"), settings(server.base().toString()))
                  .toArray(String[]::new));
      assertThat(result.exitCode()).isZero();
      assertThat(result.out())
          .containsPattern("verdicts +0\n")
          .containsPattern("no verdict: unreadable answer +3\n")
          .containsPattern("Pearson +-\n")
          .containsPattern("exact agreement +0\\.0000 ");
    }
  }

  @Test
  void aStandInIsNamed() throws IOException {
    Path data = ownData("1", "3");
    try (TestingJudgeServer server =
        new TestingJudgeServer(TestingJudgeServer.complete("\"Fine. [RESULT] 3\"", "stop"))) {
      String settings = settings(server.base().toString(), "stand_in: true");
      TestingCommandLine.Result result =
          TestingCommandLine.run(
              ownCommand(data, folder.resolve("report"), settings).toArray(String[]::new));
      assertThat(result.out()).contains("WARNING: A stand-in judged, not a model");
      assertThat(folder.resolve("report/report.md")).content().contains("A stand-in judged");
    }
  }

  @Test
  void judgesThatDoNotAnswerEndIt() throws IOException {
    // No port that was free a moment ago: somebody else may have it by now.
    List<String> command =
        new ArrayList<>(
            ownCommand(ownData("1"), folder.resolve("report"), settings("http://127.0.0.1:1")));
    command.addAll(List.of("--patience", "1"));
    TestingCommandLine.Result result = TestingCommandLine.run(command.toArray(String[]::new));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("gavel: no judge answers: http://127.0.0.1:1")
        .contains("0 of 1 answers are there, and the same command goes on from there");
  }

  @Test
  void badRecordsAreNamedAndTheirNeighboursGoOn() throws IOException {
    Path data = folder.resolve("own.jsonl");
    Files.writeString(
        data,
        """
        {"score": 3, "other": 4}
        {"score": "good", "other": 4}
        not JSON
        [1]
        {"score": 5, "other": 5}
        """);
    TestingCommandLine.Result result =
        TestingCommandLine.run(
            "evaluate", data.toString(), "--labels-only", "--map", "label=score,other");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo(data + ": line 2: score: holds no number"),
            line -> assertThat(line).startsWith(data + ": line 3: is no JSON: "),
            line -> assertThat(line).isEqualTo(data + ": line 4: is no JSON object"));
    assertThat(result.out()).contains("2; 3 records cannot be used").contains("mapped");
  }

  @Test
  void scoresWithoutARubricAreNotGuessedAt() throws IOException {
    Path data = folder.resolve("own.jsonl");
    Files.writeString(data, "{\"q\": \"Hello?\", \"a\": \"Hi.\", \"s\": 3}\n");
    TestingCommandLine.Result result =
        TestingCommandLine.run(
            "evaluate",
            data.toString(),
            "--map",
            "instruction=q",
            "--map",
            "response=a",
            "--map",
            "label=s");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("line 1: brings no rubric: give one with --rubric")
        .contains("holds no item that can be used");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--format auto | --format: 'auto' is none of preference-collection, feedback-collection",
        "--map answer=b | --map: 'answer' is none of",
        "--format auto-j-pairs --map label=b | --format and --map exclude each other",
        "--resamples 5 | resamples is 5, must be 100 or more",
        "--limit 0 | --limit and --patience must be 1 or more",
        "--samples 17 | --samples must be 1 to 16",
        "--map label=s --labels-only --label-run 2 | --label-run: there are the runs 1 to 1",
        "--map label=s --labels-only --rubric none.yaml | none.yaml: there is no such file",
      })
  void wrongUseIsExplained(String options, String message) throws IOException {
    Path data = folder.resolve("own.jsonl");
    Files.writeString(data, "{\"s\": 3}\n");
    List<String> command = new ArrayList<>(List.of("evaluate", data.toString()));
    command.addAll(List.of(options.strip().split(" ")));
    TestingCommandLine.Result result = TestingCommandLine.run(command.toArray(String[]::new));
    assertThat(result.err()).contains(message);
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    TestingCommandLine.Result result = TestingCommandLine.run("evaluate", "nowhere.json");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("nowhere.json cannot be opened");
  }

  /// A judge that answers each recorded prompt with the recorded feedback and score of run 1.
  private static TestingJudgeServer.Behaviour replay(Path data) throws IOException {
    Map<String, String> answers = new HashMap<>();
    for (JsonNode item : JSON.readTree(data.toFile())) {
      answers.put(
          item.path("instruction").asText(),
          "%s [RESULT] %d"
              .formatted(
                  item.path("gpt4_feedback").path(0).asText(),
                  item.path("gpt4_score").path(0).asInt()));
    }
    return exchange -> {
      if (!isAsked(exchange)) {
        TestingJudgeServer.respond(404, "{}").serve(exchange);
        return;
      }
      String content = JSON.readTree(exchange.body()).at("/messages/0/content").asText();
      String answer = answers.get(content.substring(content.indexOf("###Task Description:")));
      TestingJudgeServer.complete(JSON.writeValueAsString(answer), "stop").serve(exchange);
    };
  }

  /// How often it was asked for a verdict; not what else a server is asked.
  private static long asked(TestingJudgeServer server) {
    return server.exchanges().stream().filter(EvaluateCommandTest::isAsked).count();
  }

  private static boolean isAsked(TestingJudgeServer.Exchange exchange) {
    return exchange.head().startsWith("POST /v1/chat/completions ");
  }

  private Path ownData(String... scores) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String score : scores) {
      ObjectNode item = JSON.createObjectNode();
      item.put("orig_instruction", "Say hello.");
      item.put("orig_response", "Hello, number " + score);
      item.put("orig_criteria", "Is it polite?");
      for (int level = 1; level <= 5; level++) {
        item.put("orig_score%d_description".formatted(level), "level " + level);
      }
      item.put("orig_score", score);
      lines.append(item).append('\n');
    }
    return Files.writeString(folder.resolve("feedback.jsonl"), lines);
  }

  private static List<String> ownCommand(Path data, Path output, String settings) {
    return List.of(
        "evaluate", data.toString(), "--output", output.toString(), "--config", settings);
  }

  private String settings(String endpoint, String... more) throws IOException {
    StringBuilder profile = new StringBuilder();
    for (String line : more) {
      profile.append("\n      ").append(line);
    }
    Path file = folder.resolve("gavel.yaml");
    Files.writeString(
        file,
        """
        judge:
          profiles:
            prometheus:
              endpoints: ["%s"]
              model: prometheus-7b
              max_attempts: 2
              backoff: 10ms
              max_backoff: 100ms
              pool: {limit: fixed, queue_interval: 0s}%s
        """
            .formatted(endpoint, profile));
    return file.toString();
  }
}
