package io.gavel.deployment;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Reads the files that deploy Gavel, from the root of the repository.
final class DeploymentFiles {
  static final Path DASHBOARDS = Path.of("docker/grafana/dashboards");
  static final Path RULES = Path.of("docker/prometheus/rules/gavel.yaml");

  /// A key that is there twice is an error, as with the tools that read them.
  static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private DeploymentFiles() {}

  /// The only document of a file, YAML or JSON.
  static JsonNode document(Path file) {
    List<JsonNode> all = documents(file);
    if (all.size() != 1) {
      throw new IllegalStateException(file + " holds " + all.size() + " documents");
    }
    return all.getFirst();
  }

  /// All documents of a file.
  static List<JsonNode> documents(Path file) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
      return documents.readAll().stream().filter(it -> !it.isNull()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
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
