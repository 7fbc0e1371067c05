package io.gavel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.deadletter.Reason;
import io.gavel.metric.ExposedMeters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the pages call by its name is called so.
final class DocumentedNamesTest {
  private static final Path TROUBLESHOOTING = Path.of("docs/troubleshooting.md");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern METER = Pattern.compile("\\bgavel_[a-z_]+[a-z]");
  private static final Pattern SETTING =
      Pattern.compile(
          "(topics|enrich|engine|reward|monitor|web|registry|kafka|judge|tracing)(\\.[a-z_]+)+");

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      return Stream.concat(files, Stream.of(Path.of("README.md"), Path.of("ARCHITECTURE.md")))
          .filter(it -> it.toString().endsWith(".md"))
          .filter(it -> !it.startsWith("docs/reference"))
          .sorted()
          .toList();
    }
  }

  private static Stream<String> code(String text) {
    return CODE.matcher(text).results().map(it -> it.group(1));
  }

  /// The code in the first column of the tables of a section.
  private static List<String> firstColumn(Path page, String heading) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf("\n## " + heading + "\n");
    assertThat(begin).as("section %s of %s", heading, page).isNotNegative();
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end)
        .lines()
        .filter(it -> it.startsWith("| `"))
        .flatMap(it -> code(it.substring(0, it.indexOf(" | "))))
        .toList();
  }

  /// All of the program's text, with what is put together of several literals in one piece.
  private static String program() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(it -> it.toString().endsWith(".java"))
          .map(DocumentedNamesTest::read)
          .collect(Collectors.joining("\n"))
          .replaceAll("\"\\s*\\+\\s*\"", "");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyMeterOnAPageIsInTheCatalogue(Path page) throws IOException {
    Set<String> meters = ExposedMeters.labelsByName().keySet();

    assertThat(code(Files.readString(page)).flatMap(it -> METER.matcher(it).results()))
        .extracting(MatchResult::group)
        // Names in answers to trainers, not meters.
        .filteredOn(it -> !it.matches("gavel_(complete|stand_in|lowest_score|score)"))
        .allMatch(it -> meters.contains(it) || meters.contains(it + "_count"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySettingOnAPageIsOne(Path page) throws IOException {
    Set<String> settings = Setting.all().stream().map(Setting::path).collect(Collectors.toSet());

    assertThat(code(Files.readString(page)).filter(it -> SETTING.matcher(it).matches()))
        .filteredOn(it -> !isName(it))
        .allMatch(it ->
            settings.contains(
                it.replaceFirst("^judge\\.profiles\\.[a-z]+", "judge.profiles.prometheus")));
  }

  /// Packages of Gavel, files and attributes of spans look like settings.
  private static boolean isName(String text) {
    return Files.exists(Path.of("src/main/java/io/gavel", text.replace('.', '/')))
        || text.endsWith(".yaml")
        || text.equals("kafka.offset");
  }

  @Test
  void everyMessageOfTheTroubleshootingIsSaid() throws IOException {
    String program = program();

    assertThat(firstColumn(TROUBLESHOOTING, "A command or a worker does not start"))
        .isNotEmpty()
        .allMatch(program::contains);
  }

  @Test
  void everyEventOfTheTroubleshootingIsLogged() throws IOException {
    String program = program();

    assertThat(firstColumn(TROUBLESHOOTING, "What the log says"))
        .isNotEmpty()
        // Of a role on streams its name is put before.
        .map(it -> it.replaceFirst("^(enrich|reward|monitor)_failed$", "{}_failed"))
        .allMatch(it -> program.contains("\"" + it + " ") || program.contains("\"" + it + "\""));
  }

  @Test
  void everyReasonForDeadLettersIsInTheTroubleshooting() throws IOException {
    assertThat(firstColumn(TROUBLESHOOTING, "Dead letters"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::code).toList());
  }
}
