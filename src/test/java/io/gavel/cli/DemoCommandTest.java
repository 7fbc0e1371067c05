package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {
  private static final Pattern LAST_LINE =
      Pattern.compile(
          "demo done: generations=(\\d+) judge_requests=(\\d+) feedback=(\\d+)"
              + " dead_letters=(\\d+) preferences=(\\d+) alerts=(\\d+)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = GavelCommand.commandLine(Map.of());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void theSampleEndsWithAnOutcomeForEveryJudgeRequestAndLeavesNothingBehind() throws IOException {
    List<Path> before = folders();

    int code = run("demo", "--exit-when-done");

    List<String> lines = out.toString().lines().toList();
    assertThat(code).as(err.toString()).isZero();
    Matcher last = LAST_LINE.matcher(lines.getLast());
    assertThat(last.matches()).as(lines.getLast()).isTrue();
    assertThat(last.group(1)).isEqualTo("743");
    assertThat(Integer.parseInt(last.group(3)) + Integer.parseInt(last.group(4)))
        .isEqualTo(Integer.parseInt(last.group(2)))
        .isGreaterThan(800);
    assertThat(last.group(4)).isNotEqualTo("0");
    assertThat(last.group(5)).isEqualTo("13");
    assertThat(last.group(6)).isEqualTo("1");
    assertThat(out.toString())
        .doesNotContain("\u001b")
        .contains("ALERT  heron-8b in travel-planner, travel-advice")
        .contains("not judged: no_policy")
        .contains("code-preference  heron-8b  wren-3b")
        .contains("context_too_long")
        .contains("* by a stand-in");
    assertThat(folders()).isEqualTo(before);
  }

  @Test
  void aJudgeThatDoesNotAnswerIsSaidInOneLineBeforeAnythingStarts() {
    int code = run("demo", "--judge", "http://127.0.0.1:1/v1", "--model", "prometheus");

    assertThat(code).isEqualTo(3);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("no judge answers at http://127.0.0.1:1/v1/models");
    assertThat(out.toString()).doesNotContain("broker ");
  }

  @Test
  void aModelThatTheJudgeDoesNotServeIsNamedWithThoseItDoes() throws IOException {
    SimulatorSettings settings = SimulatorSettings.ofLatency(1, 1, Duration.ZERO);
    try (SimulatedPool pool = SimulatedPool.start(settings)) {
      String endpoint = pool.endpoints().getFirst().toString();

      int code = run("demo", "--judge", endpoint, "--model", "gpt-7");

      assertThat(code).isEqualTo(3);
      assertThat(err.toString())
          .contains("does not serve the model 'gpt-7' but [" + settings.model() + "]");
    }
  }

  @Test
  void wrongUsageIsRefusedBeforeAnythingStarts() {
    assertThat(run("demo", "--judge", "http://localhost:8000/v1")).isEqualTo(2);
    assertThat(run("demo", "--model", "m")).isEqualTo(2);
    assertThat(run("demo", "--judge", "localhost", "--model", "m")).isEqualTo(2);
    assertThat(run("demo", "--rate", "0")).isEqualTo(2);
    assertThat(run("demo", "--judges", "0")).isEqualTo(2);
    assertThat(run("demo", "--worse-after", "-1")).isEqualTo(2);

    assertThat(err.toString().lines()).hasSize(6);
    assertThat(out.toString()).isEmpty();
  }

  /// Those of this process: another may run a demo at the same time.
  private static List<Path> folders() throws IOException {
    String beginning = "gavel-demo-%d-".formatted(ProcessHandle.current().pid());
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(beginning))
          .sorted()
          .toList();
    }
  }
}
