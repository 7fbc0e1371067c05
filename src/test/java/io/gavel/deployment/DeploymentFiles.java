package io.gavel.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Reads the files that deploy Gavel, from the root of the repository.
final class DeploymentFiles {
  static final Path DASHBOARDS = Path.of("docker/grafana/dashboards");
  static final Path RULES = Path.of("docker/prometheus/rules/gavel.yaml");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DeploymentFiles() {}

  /// The only document of a file, YAML or JSON.
  static JsonNode document(Path file) {
    List<JsonNode> all = documents(file);
    if (all.size() != 1) {
      throw new IllegalStateException(file + " holds " + all.size() + " documents");
    }
    return all.getFirst();
  }

  /// All documents of a file, with anchors and merges resolved; a key that is there twice is an
  /// error, as with the tools that read these files.
  static List<JsonNode> documents(Path file) {
    try {
      return documents(Files.readString(file));
    } catch (IOException | YAMLException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  /// All documents of a text.
  static List<JsonNode> documents(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text)) {
      if (document != null) {
        documents.add(MAPPER.valueToTree(document));
      }
    }
    return documents;
  }

  /// The files below a folder whose names end so, sorted.
  static List<Path> files(Path folder, String end) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(it -> it.toString().endsWith(end)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The elements of a list.
  static Stream<JsonNode> list(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /// The rules that alert.
  static List<JsonNode> rules(JsonNode groups) {
    return list(groups).flatMap(group -> list(group.path("rules"))).toList();
  }
}
