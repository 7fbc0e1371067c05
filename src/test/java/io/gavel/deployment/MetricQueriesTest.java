package io.gavel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.metric.ExposedMeters;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The queries of the dashboards and of the rules, against the catalogue of meters.
final class MetricQueriesTest {
  /// What is not Gavel's own: Prometheus's, and what Micrometer tells of the process.
  private static final Map<String, Set<String>> FOREIGN =
      Map.of(
          "up", Set.of(),
          "jvm_memory_used_bytes", Set.of("area", "id"),
          "jvm_memory_max_bytes", Set.of("area", "id"),
          "jvm_gc_pause_seconds_sum", Set.of("action", "cause", "gc"),
          "process_cpu_usage", Set.of());

  /// What Prometheus puts to everything that it scrapes.
  private static final Set<String> OF_SCRAPE = Set.of("instance", "job");

  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?<query>.+), (?<label>[a-z_]+)\\)");
  private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{\\s*([a-z_]+)\\s*}}");
  private static final Pattern IN_ANNOTATION = Pattern.compile("\\$labels\\.([a-z_]+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z][a-z_]*)");

  private static List<Path> dashboards() {
    return DeploymentFiles.files(DeploymentFiles.DASHBOARDS, ".json");
  }

  private static List<JsonNode> rules() {
    return DeploymentFiles.rules(DeploymentFiles.document(DeploymentFiles.RULES).path("groups"));
  }

  private static Map<String, Set<String>> known() {
    Map<String, Set<String>> known = new HashMap<>(ExposedMeters.labelsByName());
    known.putAll(FOREIGN);
    return known;
  }

  /// Checks a query, and that whoever reads its result finds these labels in it.
  static void check(String where, String query, Collection<String> shown) {
    PromQl parsed = PromQl.parse(query);
    assertThat(parsed.selected()).as("%s: %s", where, query).isNotEmpty();
    Set<String> all = new HashSet<>(OF_SCRAPE);
    parsed
        .selected()
        .forEach((metric, labels) -> {
          Set<String> ofMetric = known().get(metric);
          assertThat(ofMetric)
              .as("%s: there is no metric %s: %s", where, metric, query)
              .isNotNull();
          all.addAll(ofMetric);
          assertThat(ofMetric)
              .as("%s: the labels of %s: %s", where, metric, query)
              .containsAll(labels.stream().filter(it -> !OF_SCRAPE.contains(it)).toList());
        });
    assertThat(all).as("%s: grouped by: %s", where, query).containsAll(parsed.grouped());
    boolean aggregates = query.matches("(?s).*\\b(sum|max|min|avg|count|histogram_quantile)\\b.*");
    assertThat(aggregates ? parsed.grouped() : all)
        .as("%s: labels that are shown: %s", where, query)
        .containsAll(shown);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(it -> it.group(1)).distinct().toList();
  }

  private static Stream<JsonNode> panels(JsonNode dashboard) {
    return DeploymentFiles.list(dashboard.path("panels"))
        .filter(it -> !it.path("type").asText().equals("row"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryOfADashboardNamesMetricsAndLabelsThatThereAre(Path file) {
    JsonNode dashboard = DeploymentFiles.document(file);
    panels(dashboard)
        .forEach(panel ->
            DeploymentFiles.list(panel.path("targets"))
                .forEach(target ->
                    check(
                        file.getFileName() + ", " + panel.path("title").asText(),
                        target.path("expr").asText(),
                        found(IN_LEGEND, target.path("legendFormat").asText()))));
    DeploymentFiles.list(dashboard.at("/templating/list"))
        .filter(it -> it.path("type").asText().equals("query"))
        .forEach(variable -> {
          String query = variable.at("/query/query").asText();
          assertThat(query).matches(LABEL_VALUES);
          MatchResult parts = LABEL_VALUES.matcher(query).results().findFirst().orElseThrow();
          check(file.getFileName() + ", variable", parts.group(1), List.of(parts.group(2)));
        });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelExplainsItselfAndEveryVariableExists(Path file) {
    JsonNode dashboard = DeploymentFiles.document(file);
    Set<String> variables =
        DeploymentFiles.list(dashboard.at("/templating/list"))
            .map(it -> it.path("name").asText())
            .collect(Collectors.toSet());

    assertThat(file.getFileName().toString()).isEqualTo(dashboard.path("uid").asText() + ".json");
    assertThat(dashboard.path("description").asText()).isNotBlank();
    assertThat(panels(dashboard)).isNotEmpty();
    assertThat(panels(dashboard))
        .allSatisfy(panel -> {
          assertThat(panel.path("title").asText()).isNotBlank();
          assertThat(panel.path("description").asText()).isNotBlank();
          assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
          assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        });
    String queries = panels(dashboard).map(it -> it.path("targets").toString()).toList().toString();
    assertThat(variables).containsAll(found(VARIABLE, queries));
    assertThat(DeploymentFiles.list(dashboard.path("panels")).map(it -> it.path("id").asInt()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleNamesMetricsAndLabelsThatThereAre(JsonNode rule) {
    String name = rule.path("alert").asText();
    String texts = rule.path("annotations").toString();

    check(name, rule.path("expr").asText(), found(IN_ANNOTATION, texts));

    assertThat(name).matches("Gavel[A-Z][A-Za-z]+");
    assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
    assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
    assertThat(rule.at("/annotations/description").asText()).isNotBlank();
  }

  @Test
  void everyMeterOfTheCatalogueIsShownOnADashboardOrKnownNotToBe() {
    Set<String> shown = new HashSet<>();
    for (Path file : dashboards()) {
      panels(DeploymentFiles.document(file))
          .flatMap(panel -> DeploymentFiles.list(panel.path("targets")))
          .forEach(it -> shown.addAll(PromQl.parse(it.path("expr").asText()).selected().keySet()));
    }
    Set<String> missing =
        ExposedMeters.labelsByName().keySet().stream()
            .filter(it -> !shown.contains(it) && !it.endsWith("_max") && !it.endsWith("_sum"))
            .collect(Collectors.toSet());

    assertThat(missing)
        .containsExactlyInAnyOrder(
            // Rare, or of use only beside what is shown.
            "gavel_alertmanager_left_out_total",
            "gavel_trace_exports_total",
            "gavel_candidates_total",
            "gavel_generations_retried_total",
            "gavel_pairs_scored_total",
            "gavel_rankings_total");
  }

  @Test
  void wordsOfAQueryAreToldApart() {
    PromQl parsed =
        PromQl.parse(
            "sum by (a, b) (rate(x_total{c=~\"y{z}\", d!=\"\"}[5m])) / on (a) group_left () y > 0.5"
                + " and absent(up{job=\"gavel\"} == 1)");

    assertThat(parsed.selected())
        .isEqualTo(Map.of("x_total", Set.of("c", "d"), "y", Set.of(), "up", Set.of("job")));
    assertThat(parsed.grouped()).isEqualTo(Set.of("a", "b"));
  }

  @Test
  void noVerdictIsAmongTheAnswersThatCannotBeRead() {
    String query =
        rules().stream()
            .filter(rule -> rule.path("alert").asText().equals("GavelAnswersUnreadable"))
            .map(rule -> rule.path("expr").asText())
            .findFirst()
            .orElseThrow();
    Matcher reading = Pattern.compile("reading=~\"([^\"]+)\"").matcher(query);

    assertThat(reading.find()).as(query).isTrue();
    assertThat(List.of("score", "preference", "unreadable", "cut_off"))
        .filteredOn(code -> code.matches(reading.group(1)))
        .containsExactly("unreadable", "cut_off");
  }
}
