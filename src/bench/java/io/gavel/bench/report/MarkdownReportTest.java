package io.gavel.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
  private static final Section SECTION =
      new Section(
          "speed",
          "Speed",
          List.of("by a stopwatch"),
          List.of(new Metric("per second", 0), new Metric("share", 2)),
          List.of(
              new Row(
                  "hare",
                  "runs",
                  List.of(List.of(10.0, 30.0, 20.0), List.of(0.5, 0.5, 0.5)),
                  List.of("round 2: slept")),
              new Row("tortoise", "walks", List.of(List.of(1.0), List.of(Double.NaN)), List.of())),
          List.of(
              new Goal("hare / tortoise", 20, 10, true),
              new Goal("naps of the hare", 2, 1, false)));

  @Test
  void aSectionShowsMediansSpreadsProblemsAndGoals() {
    assertThat(MarkdownReport.section(SECTION))
        .isEqualTo(
            """
            ## Speed

            - by a stopwatch

            | contestant |  per second | share |
            | ---------- | ----------: | ----: |
            | hare       | 20 (10..30) |  0.50 |
            | tortoise   |           1 |     - |

            - hare: runs
            - tortoise: walks
            - PROBLEM of hare: round 2: slept

            - hare / tortoise: wanted >= 10, measured 20: met
            - naps of the hare: wanted <= 1, measured 2: NOT MET
            """);
  }

  @Test
  void theJsonHasEveryRoundAndNullForWhatWasNotMeasured() throws Exception {
    Results results =
        new Results(
            Instant.EPOCH,
            Map.of("cores", "2"),
            Map.of("JDK", "25"),
            Map.of("rounds", "3"),
            List.of(SECTION));

    JsonNode rows = new ObjectMapper().readTree(JsonReport.of(results)).at("/sections/0/rows");

    JsonNode hare = rows.at("/0/metrics/per second");
    assertThat(hare.get("median").asDouble()).isEqualTo(20);
    assertThat(hare.get("rounds")).hasSize(3);
    assertThat(rows.at("/1/metrics/share/rounds/0").isNull()).isTrue();
    assertThat(rows.at("/0/problems/0").asText()).isEqualTo("round 2: slept");
  }

  @Test
  void whatWasNotMeasuredMeetsNoGoal() {
    assertThat(new Goal("x", Double.NaN, 1, true).met()).isFalse();
    assertThat(new Goal("x", Double.NaN, 1, false).met()).isFalse();
  }

  @Test
  void aRowWithAMetricTooFewIsRefused() {
    Row row = new Row("hare", "runs", List.of(List.of(1.0)), List.of());

    assertThatThrownBy(() ->
            new Section("speed", "Speed", List.of(), SECTION.metrics(), List.of(row), List.of()))
        .hasMessage("speed: hare has 1 values for 2 metrics");
  }
}
