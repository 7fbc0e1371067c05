package io.gavel.evaluate.report;

import io.gavel.agreement.ConfusionTable;
import java.util.Locale;

/// A table of labels against verdicts as a picture: each row is shaded by the share of its label's
/// items, so that rare labels are seen as well as frequent ones; the diagonal is framed.
final class HeatMap {
  private static final int TOP = 66;
  private static final int BOTTOM = 26;
  private static final int RIGHT = 24;
  private static final int LARGEST_CELL = 64;
  private static final int SMALLEST_CELL = 26;
  private static final int WIDEST_TABLE = 640;
  private static final String INK = "#1f2933";
  private static final String FAINT = "#6b7785";
  private static final String FRAME = "#c2571a";
  private static final int[] PALE = {0xf3, 0xf6, 0xfa};
  private static final int[] DEEP = {0x12, 0x4a, 0x82};

  private HeatMap() {}

  /// The picture.
  static String svg(ConfusionTable table) {
    int size = table.categories().size();
    int cell = Math.clamp(WIDEST_TABLE / size, SMALLEST_CELL, LARGEST_CELL);
    int edge = size * cell;
    int longest = table.categories().stream().mapToInt(String::length).max().orElse(0);
    int left = 44 + 8 * longest;
    Svg svg =
        new Svg(
            left + edge + RIGHT, TOP + edge + BOTTOM, "How often which label met which verdict");
    svg.text(left, 24, 15, Svg.Anchor.START, INK, "Labels and verdicts");
    svg.text(left + edge / 2.0, 46, 12, Svg.Anchor.MIDDLE, FAINT, "the judge's verdict");
    svg.upwards(20, TOP + edge / 2.0, 12, FAINT, "the label");
    int digits = cell >= 40 ? 13 : 9;
    for (int row = 0; row < size; row++) {
      double middle = TOP + (row + 0.5) * cell + 5;
      String name = table.categories().get(row);
      svg.text(left - 10, middle, 12, Svg.Anchor.END, INK, name);
      svg.text(
          left + (row + 0.5) * cell, TOP - 6, cell >= 40 ? 12 : 9, Svg.Anchor.MIDDLE, INK, name);
      for (int column = 0; column < size; column++) {
        long count = table.count(row, column);
        double share = table.labelled(row) == 0 ? 0 : (double) count / table.labelled(row);
        double x = left + column * cell;
        double y = TOP + row * cell;
        if (row == column) {
          svg.rectangle(x, y, cell, cell, FRAME);
          svg.rectangle(x + 2, y + 2, cell - 4, cell - 4, shade(share));
        } else {
          svg.rectangle(x + 1, y + 1, cell - 2, cell - 2, shade(share));
        }
        svg.text(
            x + cell / 2.0,
            middle,
            digits,
            Svg.Anchor.MIDDLE,
            share > 0.55 ? "#ffffff" : count == 0 ? "#a6b0bb" : INK,
            Long.toString(count));
      }
    }
    svg.text(
        left,
        TOP + edge + 18,
        11,
        Svg.Anchor.START,
        FAINT,
        "shade: share of the row; framed: agree");
    return svg.document();
  }

  /// From pale to deep.
  private static String shade(double share) {
    StringBuilder colour = new StringBuilder("#");
    for (int i = 0; i < PALE.length; i++) {
      colour.append(
          String.format(Locale.ROOT, "%02x", Math.round(PALE[i] + share * (DEEP[i] - PALE[i]))));
    }
    return colour.toString();
  }
}
