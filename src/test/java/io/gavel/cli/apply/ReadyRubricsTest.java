package io.gavel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.enrich.decision.Validity;
import io.gavel.schema.Level;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The rubrics that come with Gavel, in `docs/rubrics`.
class ReadyRubricsTest {
  private static final Path FOLDER = Path.of("docs/rubrics");
  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @Test
  void eachFileHoldsTheRubricOfItsName() throws IOException {
    assertThat(all().keySet())
        .containsExactly(
            "better-response",
            "factual-validity",
            "harmlessness",
            "helpfulness",
            "honesty",
            "reasoning",
            "support-answer-checklist");
    all().forEach((name, rubric) -> assertThat(rubric.getRubricId()).isEqualTo(name));
  }

  @Test
  void allCanBePublishedAndJudged() throws IOException {
    all()
        .forEach(
            (name, rubric) -> assertThat(Validity.rubric(name, rubric, 10_000)).as(name).isNull());
  }

  @Test
  void theFiveOnTheirUsualScaleDescribeEachLevelDifferently() throws IOException {
    for (String name :
        List.of("helpfulness", "harmlessness", "honesty", "factual-validity", "reasoning")) {
      List<Level> levels = rubric(name).getLevels();
      assertThat(levels).extracting(Level::getScore).containsExactly(1, 2, 3, 4, 5);
      assertThat(levels).extracting(Level::getDescription).doesNotHaveDuplicates();
    }
  }

  @Test
  void oneIsRelativeAndOneIsAChecklist() throws IOException {
    assertThat(rubric("better-response").getMode()).isEqualTo(RubricMode.RELATIVE);
    assertThat(rubric("support-answer-checklist").getChecklist()).hasSize(5);
  }

  @Test
  void thePageNamesEachAndItsExampleCanBeRead() throws IOException {
    String page = Files.readString(FOLDER.resolve("README.md"));
    all().keySet().forEach(name -> assertThat(page).contains("(" + name + ".yaml)"));
    Matcher example = YAML.matcher(page);
    assertThat(example.find()).isTrue();
    assertThat(read("README.md", example.group(1)).rubrics()).hasSize(1);
  }

  private static Rubric rubric(String name) throws IOException {
    return java.util.Objects.requireNonNull(all().get(name));
  }

  private static Map<String, Rubric> all() throws IOException {
    Map<String, Rubric> rubrics = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(FOLDER, "*.yaml")) {
      found.forEach(files::add);
    }
    for (Path file : files) {
      List<Definition<Rubric>> read = read(file.toString(), Files.readString(file)).rubrics();
      assertThat(read).as(file.toString()).hasSize(1);
      rubrics.put(file.getFileName().toString().replace(".yaml", ""), read.getFirst().record());
    }
    return rubrics;
  }

  private static Definitions read(String name, String text) {
    DefinitionReader reader = new DefinitionReader();
    reader.read(name, text);
    assertThat(reader.definitions().problems()).isEmpty();
    return reader.definitions();
  }
}
