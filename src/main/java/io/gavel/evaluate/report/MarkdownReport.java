package io.gavel.evaluate.report;

import io.gavel.agreement.ConfusionTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A report as Markdown, with pictures in files beside it.
public final class MarkdownReport {
  private MarkdownReport() {}

  /// The pictures, as SVG by the name of their file.
  public static Map<String, String> pictures(Report report) {
    Map<String, String> pictures = new LinkedHashMap<>();
    for (Section section : report.sections()) {
      section
          .confusion()
          .ifPresent(table -> pictures.put(section.key() + "-confusion.svg", HeatMap.svg(table)));
      section
          .distribution()
          .ifPresent(
              counts -> pictures.put(section.key() + "-distribution.svg", BarChart.svg(counts)));
    }
    return pictures;
  }

  /// The text, which refers to the pictures.
  public static String text(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + escaped(report.title()));
    lines.add("");
    report
        .warnings()
        .forEach(warning -> lines.addAll(List.of("> **" + escaped(warning) + "**", "")));
    lines.addAll(List.of("| | |", "| --- | --- |"));
    report
        .facts()
        .forEach((name, fact) -> lines.add("| %s | %s |".formatted(escaped(name), escaped(fact))));
    for (Section section : report.sections()) {
      lines.addAll(List.of("", "## " + section.title(), ""));
      measures(section, lines);
      section.notes().forEach(note -> lines.addAll(List.of("", escaped(note))));
      section.confusion().ifPresent(table -> confusion(section, table, lines));
      section
          .distribution()
          .ifPresent(_ ->
              lines.addAll(
                  List.of(
                      "",
                      "![How often each occurs](%s-distribution.svg)".formatted(section.key()))));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void measures(Section section, List<String> lines) {
    boolean published = section.measures().stream().anyMatch(one -> one.published().isPresent());
    lines.add("| measure | value | 95 % interval |" + (published ? " published |" : ""));
    lines.add("| --- | ---: | --- |" + (published ? " ---: |" : ""));
    for (Measured measured : section.measures()) {
      lines.add(
          "| %s | %s | %s |%s"
              .formatted(
                  escaped(measured.name()),
                  Numbers.value(measured),
                  Numbers.interval(measured),
                  published ? " " + Numbers.published(measured) + " |" : ""));
    }
  }

  private static void confusion(Section section, ConfusionTable table, List<String> lines) {
    lines.addAll(
        List.of("", "![Labels and verdicts](%s-confusion.svg)".formatted(section.key()), ""));
    List<String> names = table.categories();
    lines.add("| label \\ verdict | " + String.join(" | ", names) + " |");
    lines.add("| ---: |" + " ---: |".repeat(names.size()));
    for (int row = 0; row < names.size(); row++) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < names.size(); column++) {
        cells.add(Long.toString(table.count(row, column)));
      }
      lines.add("| " + names.get(row) + " | " + String.join(" | ", cells) + " |");
    }
  }

  /// Text from outside as text: no markup, no HTML, one line.
  private static String escaped(String text) {
    return Svg.escaped(text.replaceAll("\\s+", " ")).replaceAll("([\\\\`*_{}\\[\\]|~])", "\\\\$1");
  }
}
