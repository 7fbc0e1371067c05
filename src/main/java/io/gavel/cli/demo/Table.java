package io.gavel.cli.demo;

import io.gavel.cli.text.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of text in columns that stand under each other. Cells are measured without their dress, so
/// colours do not move them. Pure.
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
}
