package io.gavel.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The results as Markdown that also reads well as plain text: a table per section, and the wanted
/// values beside the measured ones.
public final class MarkdownReport {
  private MarkdownReport() {}

  /// The whole document.
  public static String of(Results results) {
    StringBuilder text = new StringBuilder("# Benchmark of the judging engine\n\n");
    text.append(results.startedAt()).append("; values are medians (min..max) of the rounds.\n\n");
    text.append("- machine: ").append(pairs(results.machine())).append('\n');
    text.append("- versions: ").append(pairs(results.versions())).append('\n');
    text.append("- settings: ").append(pairs(results.settings())).append('\n');
    results.sections().forEach(section -> text.append('\n').append(section(section)));
    return text.toString();
  }

  /// One section.
  public static String section(Section section) {
    StringBuilder text = new StringBuilder("## " + section.title() + "\n\n");
    section.notes().forEach(note -> text.append("- ").append(note).append('\n'));
    text.append(section.notes().isEmpty() ? "" : "\n");
    List<List<String>> lines = new ArrayList<>();
    lines.add(cells("contestant", section.metrics().stream().map(Metric::name).toList()));
    for (Row row : section.rows()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < section.metrics().size(); i++) {
        cells.add(Spread.of(row.values().get(i)).text(section.metrics().get(i).decimals()));
      }
      lines.add(cells(row.contestant(), cells));
    }
    text.append(table(lines));
    List<String> remarks = new ArrayList<>();
    for (Row row : section.rows()) {
      if (!row.work().isEmpty()) {
        remarks.add(row.contestant() + ": " + row.work());
      }
    }
    for (Row row : section.rows()) {
      row.problems()
          .forEach(problem -> remarks.add("PROBLEM of " + row.contestant() + ": " + problem));
    }
    text.append(paragraph(remarks));
    text.append(paragraph(section.goals().stream().map(MarkdownReport::goal).toList()));
    return text.toString();
  }

  /// A list after an empty line; nothing when there is nothing in it.
  private static String paragraph(List<String> items) {
    return items.isEmpty() ? "" : "\n- " + String.join("\n- ", items) + "\n";
  }

  private static String goal(Goal goal) {
    return String.format(
        Locale.ROOT,
        "%s: wanted %s %s, measured %s: %s",
        goal.what(),
        goal.atLeast() ? ">=" : "<=",
        number(goal.wanted()),
        number(goal.measured()),
        goal.met() ? "met" : "NOT MET");
  }

  private static String number(double value) {
    return Double.isNaN(value)
        ? "nothing"
        : Double.isInfinite(value)
            ? "never"
            : String.format(Locale.ROOT, "%,.3f", value).replaceFirst("\\.?0+$", "");
  }

  private static List<String> cells(String first, List<String> others) {
    List<String> cells = new ArrayList<>(List.of(first));
    cells.addAll(others);
    return cells;
  }

  /// Aligned, so that it is readable before it is rendered.
  private static String table(List<List<String>> lines) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < lines.getFirst().size(); column++) {
      int at = column;
      widths.add(lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(0));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append('|');
      for (int column = 0; column < widths.size(); column++) {
        String cell = lines.get(i).get(column);
        String padding = " ".repeat(widths.get(column) - cell.length());
        text.append(' ').append(column == 0 ? cell + padding : padding + cell).append(" |");
      }
      text.append('\n');
      if (i == 0) {
        text.append('|');
        for (int column = 0; column < widths.size(); column++) {
          String dashes = "-".repeat(widths.get(column) - (column == 0 ? 0 : 1));
          text.append(' ').append(dashes).append(column == 0 ? " |" : ": |");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String pairs(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
