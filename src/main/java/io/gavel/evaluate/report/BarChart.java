package io.gavel.evaluate.report;

import java.util.List;

/// How often each category occurs, as bars, the series side by side.
final class BarChart {
  private static final int LEFT = 56;
  private static final int RIGHT = 24;
  private static final int TOP = 70;
  private static final int PLOT_HEIGHT = 220;
  private static final int BOTTOM = 34;
  private static final int NARROWEST = 360;
  private static final int WIDEST = 900;
  private static final String INK = "#1f2933";
  private static final String FAINT = "#6b7785";
  private static final String GRID = "#e3e8ee";

  /// Told apart by those who do not tell red from green (Okabe and Ito 2008).
  private static final List<String> COLOURS =
      List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00");

  private BarChart() {}

  /// The picture.
  static String svg(Distribution distribution) {
    int categories = distribution.categories().size();
    int series = distribution.series().size();
    int plot = Math.clamp((long) categories * (series * 26 + 22), NARROWEST, WIDEST);
    Svg svg =
        new Svg(LEFT + plot + RIGHT, TOP + PLOT_HEIGHT + BOTTOM, "How often each category occurs");
    svg.text(LEFT, 24, 15, Svg.Anchor.START, INK, "How often each occurs");
    legend(svg, distribution);
    long most =
        distribution.series().stream()
            .flatMap(one -> one.counts().stream())
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    long step = step(most);
    long top = Math.max(step, (most + step - 1) / step * step);
    for (long value = 0; value <= top; value += step) {
      double y = TOP + PLOT_HEIGHT - (double) value / top * PLOT_HEIGHT;
      svg.line(LEFT, y, LEFT + plot, y, value == 0 ? FAINT : GRID);
      svg.text(LEFT - 8, y + 4, 11, Svg.Anchor.END, FAINT, Long.toString(value));
    }
    double slot = (double) plot / categories;
    double bar = Math.min(40, slot * 0.8 / series);
    boolean labelled = bar >= 18;
    for (int category = 0; category < categories; category++) {
      double middle = LEFT + (category + 0.5) * slot;
      svg.text(
          middle,
          TOP + PLOT_HEIGHT + 18,
          slot >= 24 ? 12 : 8,
          Svg.Anchor.MIDDLE,
          INK,
          distribution.categories().get(category));
      for (int i = 0; i < series; i++) {
        long count = distribution.series().get(i).counts().get(category);
        double height = (double) count / top * PLOT_HEIGHT;
        double x = middle + (i - series / 2.0) * bar;
        double y = TOP + PLOT_HEIGHT - height;
        svg.rectangle(x + 0.5, y, bar - 1, height, COLOURS.get(i % COLOURS.size()));
        if (labelled) {
          svg.text(x + bar / 2, y - 4, 10, Svg.Anchor.MIDDLE, FAINT, Long.toString(count));
        }
      }
    }
    return svg.document();
  }

  private static void legend(Svg svg, Distribution distribution) {
    double x = LEFT;
    for (int i = 0; i < distribution.series().size(); i++) {
      String name = distribution.series().get(i).name();
      svg.rectangle(x, 36, 11, 11, COLOURS.get(i % COLOURS.size()));
      svg.text(x + 16, 46, 12, Svg.Anchor.START, INK, name);
      x += 16 + name.length() * 7.5 + 20;
    }
  }

  /// 1, 2 or 5 times a power of ten, so that there are at most five lines.
  private static long step(long most) {
    for (long power = 1; ; power *= 10) {
      for (long step : new long[] {power, 2 * power, 5 * power}) {
        if (step * 5 >= most) {
          return step;
        }
      }
    }
  }
}
