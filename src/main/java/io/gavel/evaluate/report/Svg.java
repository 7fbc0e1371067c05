package io.gavel.evaluate.report;

import java.util.Locale;

/// Writes a picture as SVG 1.1, element by element; every text is escaped. For one thread.
final class Svg {
  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;
  private final String title;

  /// @param width in pixels
  /// @param height in pixels
  /// @param title what it shows, for those who do not see it
  Svg(int width, int height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
  }

  /// How a text stands to its point.
  enum Anchor {
    /// It begins there.
    START,
    /// Its middle is there.
    MIDDLE,
    /// It ends there.
    END
  }

  /// A filled rectangle.
  ///
  /// @param fill `#rrggbb`
  void rectangle(double x, double y, double w, double h, String fill) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
            x,
            y,
            w,
            h,
            fill));
  }

  /// A thin line.
  void line(double x1, double y1, double x2, double y2, String stroke) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            stroke));
  }

  /// A text.
  ///
  /// @param size in pixels
  void text(double x, double y, int size, Anchor anchor, String fill, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            x,
            y,
            size,
            anchor.name().toLowerCase(Locale.ROOT),
            fill,
            escaped(text)));
  }

  /// A text that is read from below to above; its middle is at the point.
  void upwards(double x, double y, int size, String fill, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" font-size=\"%d\" text-anchor=\"middle\""
                + " fill=\"%s\">%s</text>%n",
            x,
            y,
            size,
            fill,
            escaped(text)));
  }

  /// The whole picture.
  String document() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" \
    font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif">
    <title>%s</title>
    <rect width="%d" height="%d" fill="#ffffff"/>
    %s</svg>
    """
        .formatted(width, height, width, height, escaped(title), width, height, body);
  }

  /// Text as it may stand between tags and in attributes. What XML 1.0 allows nowhere becomes a
  /// question mark.
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(isAllowed(c) ? c : '?');
          }
        });
    return escaped.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
