package io.gavel.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.agreement.ConfusionTable;
import io.gavel.agreement.Estimate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportTest {
  private static final String HOSTILE = "<script>\"x\" & 'y'|`*\u0000\u001b[31m";

  private static final Report REPORT =
      new Report(
          "Evaluation of data.json",
          Map.of("judge", HOSTILE),
          List.of("A stand-in judged."),
          List.of(
              new Section(
                  "direct",
                  "Direct assessment",
                  List.of(
                      Measured.count("items", "items", 1234),
                      Measured.of(
                              "pearson",
                              "Pearson",
                              Optional.of(
                                  new Estimate(
                                      0.5, Optional.of(new Estimate.Interval(0.25, 0.75)))))
                          .besides(0.548),
                      Measured.of("kappa", "kappa", OptionalDouble.empty())),
                  List.of("A note."),
                  Optional.of(
                      ConfusionTable.of(
                          List.of("1", "2"), new int[] {0, 1, 1}, new int[] {0, 0, 1})),
                  Optional.of(
                      new Distribution(
                          List.of("1", "2"),
                          List.of(new Distribution.Series(HOSTILE, List.of(1L, 2L))))))));

  @Test
  void textShowsEachMeasureWithItsIntervalAndWhatWasPublished() {
    assertThat(TextReport.lines(REPORT))
        .contains(
            "WARNING: A stand-in judged.",
            "  items     1,234",
            "  Pearson  0.5000  [0.2500, 0.7500]  0.548",
            "  kappa         -",
            "  label  1  2",
            "  1      1  0",
            "  2      1  1",
            "  A note.");
  }

  @Test
  void jsonHasEachMeasureByItsKey() {
    JsonNode json = JsonReport.of(REPORT);
    assertThat(json.at("/sections/direct/measures/items").intValue()).isEqualTo(1234);
    assertThat(json.at("/sections/direct/measures/pearson/low").doubleValue()).isEqualTo(0.25);
    assertThat(json.at("/sections/direct/measures/pearson/published").doubleValue())
        .isEqualTo(0.548);
    assertThat(json.at("/sections/direct/measures/kappa/value").isNull()).isTrue();
    assertThat(json.at("/sections/direct/confusion/rows_label_columns_verdict").toString())
        .isEqualTo("[[1,0],[1,1]]");
    assertThat(json.at("/warnings/0").textValue()).isEqualTo("A stand-in judged.");
  }

  @Test
  void markdownHoldsNoMarkupFromOutside() {
    String text = MarkdownReport.text(REPORT);
    assertThat(text)
        .contains("| Pearson | 0.5000 | [0.2500, 0.7500] | 0.548 |")
        .contains("![Labels and verdicts](direct-confusion.svg)")
        .contains("| 2 | 1 | 1 |")
        .contains("> **A stand-in judged.**")
        .doesNotContain("<script>")
        .doesNotContain("\u001b");
  }

  @Test
  void picturesAreWellFormedWhateverTheTextsAre() throws Exception {
    Map<String, String> pictures = MarkdownReport.pictures(REPORT);
    assertThat(pictures).containsOnlyKeys("direct-confusion.svg", "direct-distribution.svg");
    for (String picture : pictures.values()) {
      assertThat(document(picture).getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(document(picture).getElementsByTagName("script").getLength()).isZero();
    }
    Document bars = document(pictures.getOrDefault("direct-distribution.svg", ""));
    assertThat(
            IntStream.range(0, bars.getElementsByTagName("text").getLength())
                .mapToObj(i -> bars.getElementsByTagName("text").item(i).getTextContent()))
        .contains(HOSTILE.replace('\u0000', '?').replace('\u001b', '?'));
  }

  @Test
  void picturesOfManyLevelsStayWithinTheirWidth() throws Exception {
    List<String> levels = IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).toList();
    List<Long> counts = IntStream.rangeClosed(1, 100).mapToObj(i -> (long) i * i).toList();
    Distribution distribution =
        new Distribution(levels, List.of(new Distribution.Series("label", counts)));
    Document picture = document(BarChart.svg(distribution));
    assertThat(Integer.parseInt(picture.getDocumentElement().getAttribute("width")))
        .isLessThan(1000);
    assertThat(document(HeatMap.svg(ConfusionTable.of(levels, new int[0], new int[0]))))
        .isNotNull();
  }

  private static Document document(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
