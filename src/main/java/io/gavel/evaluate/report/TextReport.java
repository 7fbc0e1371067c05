package io.gavel.evaluate.report;

import io.gavel.agreement.ConfusionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// A report as lines of plain text.
public final class TextReport {
  private static final String INDENT = "  ";
  private static final String GAP = "  ";

  private TextReport() {}

  /// The lines. Nothing in them is cleaned of control characters: facts and names that come from
  /// outside are the caller's to clean.
  public static List<String> lines(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add(report.title());
    int width = widest(List.copyOf(report.facts().keySet()), String::length);
    report.facts().forEach((name, fact) -> lines.add(INDENT + pad(name, width) + GAP + fact));
    report.warnings().forEach(warning -> lines.add("WARNING: " + warning));
    for (Section section : report.sections()) {
      lines.add("");
      lines.add(section.title());
      measures(section, lines);
      section
          .confusion()
          .ifPresentOrElse(
              table -> confusion(table, lines),
              () -> section.distribution().ifPresent(counts -> distribution(counts, lines)));
      section.notes().forEach(note -> lines.add(INDENT + note));
    }
    return lines;
  }

  private static void measures(Section section, List<String> lines) {
    List<Measured> measures = section.measures();
    int names = widest(measures, measured -> measured.name().length());
    int values = widest(measures, measured -> Numbers.value(measured).length());
    int intervals = widest(measures, measured -> Numbers.interval(measured).length());
    boolean published = measures.stream().anyMatch(measured -> measured.published().isPresent());
    if (intervals > 0 || published) {
      lines.add(
          (INDENT
                  + pad("", names + values + GAP.length())
                  + GAP
                  + pad(intervals > 0 ? "95 % interval" : "", intervals)
                  + (published ? GAP + "published" : ""))
              .stripTrailing());
    }
    for (Measured measured : measures) {
      lines.add(
          (INDENT
                  + pad(measured.name(), names)
                  + GAP
                  + " ".repeat(values - Numbers.value(measured).length())
                  + Numbers.value(measured)
                  + GAP
                  + pad(Numbers.interval(measured), intervals)
                  + GAP
                  + Numbers.published(measured))
              .stripTrailing());
    }
  }

  private static void confusion(ConfusionTable table, List<String> lines) {
    lines.addAll(List.of("", INDENT + "rows: the label; columns: the verdict"));
    List<Distribution.Series> rows = new ArrayList<>();
    for (int row = 0; row < table.categories().size(); row++) {
      List<Long> counts = new ArrayList<>();
      for (int column = 0; column < table.categories().size(); column++) {
        counts.add(table.count(row, column));
      }
      rows.add(new Distribution.Series(table.categories().get(row), counts));
    }
    grid("label", new Distribution(table.categories(), rows), lines);
  }

  private static void distribution(Distribution counts, List<String> lines) {
    lines.addAll(List.of("", INDENT + "how often each occurs"));
    grid("", counts, lines);
  }

  private static void grid(String corner, Distribution grid, List<String> lines) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(grid.categories());
    for (Distribution.Series row : grid.series()) {
      rows.add(row.counts().stream().map(Object::toString).toList());
    }
    int width = widest(rows.stream().flatMap(List::stream).toList(), String::length);
    int lead = Math.max(corner.length(), widest(grid.series(), row -> row.name().length()));
    for (int i = 0; i < rows.size(); i++) {
      StringBuilder line =
          new StringBuilder(INDENT)
              .append(pad(i == 0 ? corner : grid.series().get(i - 1).name(), lead));
      rows.get(i).forEach(cell -> line.append(GAP).append(right(cell, width)));
      lines.add(line.toString());
    }
  }

  private static <T> int widest(List<T> values, ToIntFunction<T> width) {
    return values.stream().mapToInt(width).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
