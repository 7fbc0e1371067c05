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
      section.confusion().ifPresent(table -> confusion(table, lines));
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
    List<String> names = table.categories();
    int lead = Math.max("label".length(), widest(names, String::length));
    int width = Math.max(widest(names, String::length), Long.toString(table.total()).length());
    lines.add("");
    lines.add(INDENT + "rows: the label; columns: the verdict");
    StringBuilder head = new StringBuilder(INDENT + pad("label", lead));
    names.forEach(name -> head.append(GAP).append(right(name, width)));
    lines.add(head.toString());
    for (int row = 0; row < names.size(); row++) {
      StringBuilder line = new StringBuilder(INDENT + pad(names.get(row), lead));
      for (int column = 0; column < names.size(); column++) {
        line.append(GAP).append(right(Long.toString(table.count(row, column)), width));
      }
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
