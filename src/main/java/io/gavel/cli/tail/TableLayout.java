package io.gavel.cli.tail;

import io.gavel.cli.text.TerminalText;
import java.util.ArrayList;
import java.util.List;

/// A table of fixed widths, so that rows that come later stand under the earlier ones.
public final class TableLayout {
  private static final String GAP = "  ";

  /// The words in the last column are what a person came for: the others grow beyond what they need
  /// only where it has this many columns.
  private static final int WORDS = 40;

  private final List<Column> columns;
  private final List<Integer> widths;

  /// A table whose last column holds words.
  ///
  /// @param columns at least one
  /// @param terminal the width of a line
  public TableLayout(List<Column> columns, int terminal) {
    this(columns, terminal, WORDS);
  }

  /// @param columns at least one
  /// @param terminal the width of a line
  /// @param last how many columns of the terminal the last one has before the others grow
  public TableLayout(List<Column> columns, int terminal, int last) {
    this.columns = List.copyOf(columns);
    this.widths = widths(columns, terminal, last);
  }

  /// The headings.
  public String header() {
    return row(columns.stream().map(Column::header).toList());
  }

  /// A line under the headings.
  public String rule() {
    return "─"
        .repeat(
            widths.stream().mapToInt(Integer::intValue).sum() + GAP.length() * (widths.size() - 1));
  }

  /// A row, safe to print: what does not fit is cut.
  ///
  /// @param cells as many as there are columns
  public String row(List<String> cells) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      shown.add(TerminalText.cell(cells.get(i), widths.get(i)));
    }
    return String.join(GAP, shown).stripTrailing();
  }

  private static List<Integer> widths(List<Column> columns, int terminal, int last) {
    int gaps = GAP.length() * (columns.size() - 1);
    List<Column> sized = columns.subList(0, columns.size() - 1);
    int least = sized.stream().mapToInt(Column::least).sum();
    int growth = sized.stream().mapToInt(column -> column.most() - column.least()).sum();
    int spare = Math.clamp(terminal - gaps - least - last, 0, growth);
    List<Integer> widths = new ArrayList<>();
    int used = 0;
    for (Column column : sized) {
      int width = column.least();
      if (growth > 0) {
        width += spare * (column.most() - column.least()) / growth;
      }
      widths.add(width);
      used += width;
    }
    widths.add(Math.max(columns.getLast().least(), terminal - gaps - used));
    return List.copyOf(widths);
  }
}
