package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gavel.LocalCluster;
import io.gavel.config.TopicsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `apply`, `send` and `tail` against a real broker and a real registry.
@ExtendWith(LocalCluster.class)
final class DataCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEFINITIONS =
      """
      rubrics:
        - id: clarity
          version: 1
          criteria: Is the response easy to follow?
          levels: {1: No., 2: Hardly., 3: Partly., 4: Mostly., 5: Yes.}
      references:
        - id: refund
          answer: Within five working days.
      policies:
        - id: support
          applications: ["support-*"]
          rubrics: [clarity]
      """;

  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;

  DataCommandsTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
  }

  @BeforeEach
  void createTopics() throws IOException {
    Files.writeString(
        folder.resolve("g.yaml"),
        """
        kafka: {bootstrap_servers: '%s'}
        registry: {url: '%s'}
        topics: {prefix: %s, partitions: 2}
        """
            .formatted(
                servers.broker().bootstrapServers(), servers.registry().url(), topics.prefix()));
    assertThat(run("topics", "apply").exitCode()).isEqualTo(0);
  }

  @Test
  void definitionsAreShownThenAppliedThenFoundUnchanged() throws IOException {
    String file = file("d.yaml", DEFINITIONS);

    for (int i = 0; i < 2; i++) { // The second one sees that the first one sent nothing.
      var shown = run("apply", "--dry-run", file);
      assertThat(shown.exitCode()).isEqualTo(0);
      assertThat(shown.out())
          .contains("+ rubric clarity  new", "+ policy support  new")
          .endsWith("would apply: rubrics=1 references=1 policies=1 unchanged=0%n".formatted());
    }
    var applied = run("apply", file);
    assertThat(applied.err()).isEmpty();
    assertThat(applied.exitCode()).isEqualTo(0);
    assertThat(applied.out())
        .endsWith("applied: rubrics=1 references=1 policies=1 unchanged=0%n".formatted());

    var again = run("apply", file);
    assertThat(again.exitCode()).isEqualTo(0);
    assertThat(again.out())
        .endsWith("applied: rubrics=0 references=1 policies=0 unchanged=2%n".formatted());
  }

  @Test
  void anotherWordingNeedsAnotherVersion() throws IOException {
    assertThat(run("apply", file("d.yaml", DEFINITIONS)).exitCode()).isEqualTo(0);
    String reworded = DEFINITIONS.replace("easy", "very easy");

    var refused = run("apply", file("r.yaml", reworded));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("r.yaml:2: rubric clarity: version:", "its version is still 1: raise it")
        .endsWith("nothing was sent: 1 problem%n".formatted());

    var raised = run("apply", file("r.yaml", reworded.replace("version: 1", "version: 2")));
    assertThat(raised.exitCode()).isEqualTo(0);
    assertThat(raised.out()).contains("~ rubric clarity  changed: version, criteria");
  }

  @Test
  void goodLinesArriveAndBadLinesAreNamed() throws IOException {
    String lines =
        file(
            "lines.jsonl",
            String.join("\n", generation("g1"), "not json", generation("g2"), "{}", ""));

    var sent = run("send", lines);
    assertThat(sent.exitCode()).isEqualTo(1);
    assertThat(sent.err().lines()).hasSize(2);
    assertThat(sent.err()).contains("line 2: not valid JSON", "line 4: ");
    assertThat(sent.out()).isEqualTo("sent: generations=2 rubrics=0 bad_lines=2%n".formatted());

    assertThat(tailedIds("--from-beginning")).containsExactlyInAnyOrder("g1", "g2");
  }

  @Test
  void theLastOnesAreTheNewestOfMany() throws IOException {
    // More than the 2 x 50 records that a first look back may cover.
    String many =
        IntStream.range(0, 300)
            .mapToObj(i -> generation("old" + i))
            .collect(Collectors.joining("\n"));
    assertThat(run("send", file("many.jsonl", many)).exitCode()).isEqualTo(0);
    String other = generation("new").replace("support", "travel");
    assertThat(run("send", file("new.jsonl", other)).exitCode()).isEqualTo(0);

    assertThat(tailedIds("--last", "10")).hasSize(10).last().isEqualTo("new");
    assertThat(tailedIds("--last", "3", "--application", "support"))
        .hasSize(3)
        .allMatch(id -> id.startsWith("old"));
    assertThat(tailedIds("--last", "400")).hasSize(301);
  }

  private List<String> tailedIds(String... options) throws IOException {
    var shown =
        run(
            Stream.concat(
                    Stream.of("tail", "generations", "--no-follow", "--output", "json"),
                    Stream.of(options))
                .toArray(String[]::new));
    assertThat(shown.err()).isEmpty();
    assertThat(shown.exitCode()).isEqualTo(0);
    List<String> ids = new java.util.ArrayList<>();
    for (String line : shown.out().lines().toList()) {
      JsonNode record = JSON.readTree(line);
      assertThat(record.get("instruction").asText()).isEqualTo("When is my refund?");
      ids.add(record.get("generation_id").asText());
    }
    return ids;
  }

  private static String generation(String id) {
    return """
    {"generation_id": "%s", "application": "support", "model": "wren", \
    "instruction": "When is my refund?", "response": "Soon."}\
    """
        .formatted(id);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private TestingCommandLine.Result run(String... arguments) {
    return TestingCommandLine.run(
        Stream.concat(
                Stream.of(arguments), Stream.of("--config", folder.resolve("g.yaml").toString()))
            .toArray(String[]::new));
  }
}
