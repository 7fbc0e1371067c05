package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class GavelCommandTest {
  @TempDir private Path folder;

  static Stream<String> commands() {
    return names("", GavelCommand.commandLine(Map.of()));
  }

  private static Stream<String> names(String parent, CommandLine line) {
    return Stream.concat(
        Stream.of(parent),
        line.getSubcommands().entrySet().stream()
            .flatMap(it -> names((parent + " " + it.getKey()).strip(), it.getValue())));
  }

  private static String[] with(String command, String argument) {
    return Stream.concat(
            Stream.of(command.split(" ")).filter(it -> !it.isEmpty()), Stream.of(argument))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelpsWithExamples(String command) {
    var result = TestingCommandLine.run(with(command, "--help"));

    assertThat(result.exitCode()).isEqualTo(0);
    assertThat(result.out()).contains("Usage: ").contains("Examples:").contains("  gavel ");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandKnowsItsVersion(String command) {
    var result = TestingCommandLine.run(with(command, "--version"));

    assertThat(result.exitCode()).isEqualTo(0);
    assertThat(result.out())
        .matches("gavel \\d+\\.\\d+\\.\\d+\\S* \\(Kafka 4\\.\\S+, Java 25\\S*\\)\\R");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandRefusesAnOptionItDoesNotKnow(String command) {
    var result = TestingCommandLine.run(with(command, "--colour"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("gavel: Unknown option: '--colour'; ")
        .endsWith("see '%s --help'%n".formatted(("gavel " + command).strip()))
        .hasLineCount(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void everyCommandIsListedInOneLine() {
    List<String> lines = TestingCommandLine.run("--help").out().lines().toList();

    for (String command : GavelCommand.commandLine(Map.of()).getSubcommands().keySet()) {
      assertThat(lines)
          .as(command)
          .anyMatch(line -> line.matches("  " + command + " +[A-Z].*\\.$"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "topics|gavel: Missing required subcommand; see 'gavel topics --help'",
        "evaluate|gavel: name the FILE with the labelled data; see 'gavel evaluate --help'",
        "topic|gavel: Unmatched argument at index 0: 'topic'; did you mean topics?; see 'gavel --help'",
        "run --roles cook|gavel: Invalid value for option '--roles' (ROLE): 'cook' is no role; the roles are enrich, judge, reward, monitor, web; see 'gavel run --help'",
        "run --config|gavel: Missing required parameter for option '--config' (FILE); see 'gavel run --help'",
        "run --config no-such.yaml|gavel: there is no settings file no-such.yaml",
      })
  void wrongUsageIsToldInOneLine(String arguments, String message) {
    var result =
        TestingCommandLine.run(
            Stream.of(arguments.split(" ")).filter(it -> !it.isEmpty()).toArray(String[]::new));

    assertThat(result.err().lines()).containsExactly(message);
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void noCommandAtAllIsWrongUsage() {
    var result = TestingCommandLine.run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("gavel: Missing required subcommand; see 'gavel --help'%n".formatted());
  }

  @ParameterizedTest
  @CsvSource({"topics check", "topics apply", "schemas check", "schemas register", "run"})
  void wrongSettingsAreToldOneInALine(String command) throws IOException {
    Path file = Files.writeString(folder.resolve("g.yaml"), "kafkas: {}\ntopic: {}\n");

    var result =
        TestingCommandLine.run(
            Stream.concat(Stream.of(command.split(" ")), Stream.of("--config", file.toString()))
                .toArray(String[]::new));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err().lines())
        .containsExactly(
            "gavel: %s: kafkas: there is no such key; did you mean kafka?".formatted(file),
            "gavel: %s: topic: there is no such key; did you mean topics?".formatted(file));
  }

  @Test
  void topicsAreToldAsResourcesWithoutACluster() {
    TestingCommandLine.Result result =
        TestingCommandLine.run("topics", "manifest", "--cluster", "events");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("  topicName: \"gavel.dead-letters\"\n  partitions: 12\n  config:\n")
        .contains("strimzi.io/cluster: \"events\"");
    assertThat(TestingCommandLine.run("topics", "manifest", "--cluster", "no_name").exitCode())
        .isEqualTo(2);
  }
}
