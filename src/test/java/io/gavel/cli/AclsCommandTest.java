package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `acls`, which asks no cluster.
final class AclsCommandTest {
  @TempDir private Path folder;

  @Test
  void itPrintsCommandsThatAShellReadsAsTheyAreMeant() throws Exception {
    var printed = run("--role", "judge", "--principal", "User:it's {role}");
    assertThat(printed.err()).isEmpty();
    assertThat(printed.exitCode()).isZero();
    // What a shell makes of it, one word a line.
    Path script =
        Files.writeString(
            folder.resolve("acls.sh"),
            "kafka_acls() { printf '%s\\n' \"$@\"; }\n"
                + printed.out().replace("kafka-acls.sh", "kafka_acls"));
    Process shell = new ProcessBuilder("sh", script.toString()).start();
    List<String> words =
        new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(words)
        .containsSubsequence(
            "--bootstrap-server",
            "localhost:9092",
            "--command-config",
            "admin.properties",
            "--add",
            "--allow-principal",
            "User:it's judge",
            "--operation",
            "Read",
            "--topic",
            "gavel.judge-requests")
        .containsSubsequence(
            "--operation",
            "Write",
            "--resource-pattern-type",
            "prefixed",
            "--transactional-id",
            "gavel-judge-");
  }

  @Test
  void asJsonAndForStrimziItSaysTheSame() throws Exception {
    List<String> asJson = new ArrayList<>();
    for (JsonNode one : new JsonMapper().readTree(run("--format", "json").out())) {
      assertThat(one.path("permission").asText()).isEqualTo("allow");
      one.path("operations")
          .forEach(it ->
              asJson.add(
                  String.join(
                      " ",
                      one.path("principal").asText(),
                      one.path("resource_type").asText(),
                      one.path("resource_name").asText(),
                      one.path("pattern_type").asText(),
                      it.asText())));
    }
    List<String> asUsers = new ArrayList<>();
    YAMLMapper yaml = new YAMLMapper();
    try (var documents =
        yaml.readerFor(JsonNode.class)
            .<JsonNode>readValues(
                new YAMLFactory().createParser(run("--format", "strimzi").out()))) {
      while (documents.hasNext()) {
        JsonNode user = documents.next();
        assertThat(user.at("/metadata/labels/strimzi.io~1cluster").asText()).isEqualTo("kafka");
        for (JsonNode acl : user.at("/spec/authorization/acls")) {
          acl.path("operations")
              .forEach(it ->
                  asUsers.add(
                      String.join(
                          " ",
                          "User:" + user.at("/metadata/name").asText(),
                          acl.at("/resource/type").asText().equals("transactionalId")
                              ? "transactional_id"
                              : acl.at("/resource/type").asText(),
                          acl.at("/resource/name").asText(),
                          acl.at("/resource/patternType").asText().equals("prefix")
                              ? "prefixed"
                              : "literal",
                          it.asText()
                              .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                              .toLowerCase(java.util.Locale.ROOT))));
        }
      }
    }
    assertThat(asJson).hasSizeGreaterThan(80).doesNotHaveDuplicates();
    assertThat(asUsers).containsExactlyElementsOf(asJson);
  }

  @Test
  void whatCannotBeIsRefusedWithWhatToDo() throws IOException {
    assertThat(run("--role", "judges").err()).contains("'judges' is none of enrich, judge");
    assertThat(run("--format", "xml").err()).contains("'xml' is none of kafka-acls, json, strimzi");
    assertThat(run("--principal", "gavel").err()).contains("User:gavel-{role}");
    assertThat(run("--format", "strimzi", "--principal", "User:G").err()).contains("Kubernetes");
    assertThat(run("--format", "strimzi", "--principal", "User:g").err()).contains("{role}");
    assertThat(run("--format", "strimzi", "--cluster", "a b").exitCode()).isEqualTo(2);
  }

  private TestingCommandLine.Result run(String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("g.yaml"), "worker_id: w\n");
    return TestingCommandLine.run(
        Stream.concat(Stream.of("acls", "--config", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }
}
