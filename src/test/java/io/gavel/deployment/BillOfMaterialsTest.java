package io.gavel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The bill of materials that the build puts into the jar.
class BillOfMaterialsTest {
  /// Licences under which a part may be in the image: they ask for a notice at most.
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "MIT",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "The (New) BSD License",
          "EPL-2.0",
          "CC0-1.0");

  /// What has another licence, and why it may be there all the same.
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "org.jline:jline-terminal",
          "its POM says \"The BSD License\", which the plugin takes for BSD-4-Clause; its LICENSE.txt has three clauses",
          "org.jline:jline-native",
          "as jline-terminal");

  @Test
  void everyPartHasALicenceThatAsksForANoticeAtMost() throws Exception {
    List<String> others = new ArrayList<>();
    Set<String> excepted = new HashSet<>();
    for (JsonNode part : parts()) {
      String name = part.path("group").asText() + ":" + part.path("name").asText();
      List<String> licences = licences(part);
      // Where there are several, one may choose.
      if (licences.stream().noneMatch(ALLOWED::contains)) {
        if (EXCEPTIONS.containsKey(name)) {
          excepted.add(name);
        } else {
          others.add(name + " " + licences);
        }
      }
    }
    assertThat(others).as("parts with other licences, or none").isEmpty();
    assertThat(excepted).as("exceptions that are needed").isEqualTo(EXCEPTIONS.keySet());
  }

  @Test
  void itListsWhatRunsWithVersionsAndDigestsAndNoBroker() throws Exception {
    Set<String> classPath = new HashSet<>();
    for (String entry :
        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
      classPath.add(String.valueOf(Path.of(entry).getFileName()));
    }
    List<String> names = new ArrayList<>();
    for (JsonNode part : parts()) {
      names.add(part.path("name").asText());
      assertThat(classPath)
          .contains(part.path("name").asText() + "-" + part.path("version").asText() + ".jar");
      assertThat(part.path("hashes").findValuesAsText("alg")).contains("SHA-256");
      assertThat(part.path("purl").asText()).startsWith("pkg:maven/");
    }
    assertThat(names)
        .contains("kafka-clients", "kafka-streams", "rocksdbjni", "javalin", "logback-classic")
        .doesNotContain("kafka_2.13", "kafka-server", "junit-jupiter-api", "assertj-core");
  }

  @Test
  void itIsTheSameEachTime() throws Exception {
    assertThat(bill().has("serialNumber")).isFalse();
    assertThat(bill().path("metadata").has("timestamp")).isFalse();
  }

  private static List<String> licences(JsonNode part) {
    return part.path("licenses")
        .valueStream()
        .flatMap(it ->
            it.has("expression")
                ? Stream.of(it.path("expression").asText().split(" OR ", -1))
                : Stream.of(
                    it.path("license").has("id")
                        ? it.at("/license/id").asText()
                        : it.at("/license/name").asText()))
        .toList();
  }

  private static JsonNode parts() throws IOException {
    JsonNode parts = bill().path("components");
    assertThat(parts).hasSizeGreaterThan(40);
    return parts;
  }

  private static JsonNode bill() throws IOException {
    try (InputStream bill =
        BillOfMaterialsTest.class.getResourceAsStream("/META-INF/sbom/gavel.cdx.json")) {
      assertThat(bill).isNotNull();
      return new JsonMapper().readTree(bill);
    }
  }
}
