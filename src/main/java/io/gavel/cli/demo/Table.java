package io.gavel.cli.demo;

import io.gavel.cli.text.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of text in columns that stand under each other, and text wrapped below a row. Cells are
/// measured without their dress, so colours do not move them. Pure.
final class Table {
  private static final String GAP = "  ";

  private Table() {}

  /// One cell.
  ///
  /// @param text what is shown, without escape sequences
  /// @param dressed the same with them
  /// @param right whether it stands at the right of its column
  record Cell(String text, String dressed, boolean right) {
    static Cell left(String text) {
      String safe = Screen.safe(text);
      return new Cell(safe, safe, false);
    }

    static Cell right(String text) {
      String safe = Screen.safe(text);
      return new Cell(safe, safe, true);
    }

    /// The same in a dress.
    Cell as(String dress) {
      return new Cell(text, dress, right);
    }

    private String padded(int columns) {
      String padding = " ".repeat(Math.max(0, columns - TerminalText.width(text)));
      return right ? padding + dressed : dressed + padding;
    }
  }

  /// The rows as lines, each column as wide as its widest cell.
  static List<String> lines(List<List<Cell>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = TerminalText.width(row.get(i).text());
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    return rows.stream()
        .map(row ->
            String.join(
                GAP,
                IntStream.range(0, row.size())
                    .mapToObj(i -> row.get(i).padded(widths.get(i)))
                    .toList()))
        .toList();
  }

  /// A text in lines of at most so many columns, broken at spaces; what is left after the last line
  /// ends in an ellipsis.
  ///
  /// @param columns at least 1
  /// @param most how many lines, at least 1
  static List<String> wrapped(String text, int columns, int most) {
    List<String> lines = new ArrayList<>();
    String rest = Screen.safe(text);
    while (TerminalText.width(rest) > columns && lines.size() < most - 1) {
      int end =
          rest.offsetByCodePoints(0, Math.min(columns, rest.codePointCount(0, rest.length())));
      while (TerminalText.width(rest.substring(0, end)) > columns) {
        end = rest.offsetByCodePoints(end, -1);
      }
      int space = rest.lastIndexOf(' ', end);
      int cut = space > 0 ? space : Math.max(end, 1);
      lines.add(rest.substring(0, cut).strip());
      rest = rest.substring(cut).strip();
    }
    lines.add(TerminalText.line(rest, columns));
    return lines;
  }
}
