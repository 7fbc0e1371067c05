package io.gavel.cli.demo;

/// How text may be dressed: with colours, and with characters beyond ASCII. Pure.
///
/// @param colour whether escape sequences may be written
/// @param unicode whether the output's encoding has more than ASCII
public record Style(boolean colour, boolean unicode) {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /// A heading.
  public String bold(String text) {
    return dressed("1", text);
  }

  /// What matters less.
  public String dim(String text) {
    return dressed("2", text);
  }

  /// Something that went well.
  public String good(String text) {
    return dressed("32", text);
  }

  /// Something that went wrong.
  public String bad(String text) {
    return dressed("31", text);
  }

  /// The text in the colour of a value between the worst and the best: red, yellow, green.
  ///
  /// @param share 0 for the worst, 1 for the best
  public String graded(double share, String text) {
    return dressed(share < 0.375 ? "31" : share < 0.625 ? "33" : "32", text);
  }

  /// One character as high as a value: a bar, or a digit from 1 to 8 where there are no bars.
  ///
  /// @param share 0 for the lowest, 1 for the highest
  public String bar(double share) {
    int step = (int) Math.min(BARS.length() - 1, Math.max(0, Math.floor(share * BARS.length())));
    return unicode ? BARS.substring(step, step + 1) : Integer.toString(step + 1);
  }

  /// A bar of progress.
  ///
  /// @param share how much is done, 0 to 1
  /// @param columns its width
  public String progress(double share, int columns) {
    int done = (int) Math.round(Math.clamp(share, 0, 1) * columns);
    return good((unicode ? "━" : "=").repeat(done))
        + dim((unicode ? "─" : ".").repeat(columns - done));
  }

  /// What stands before a part that is there.
  public String tick() {
    return good(unicode ? "✓" : "+");
  }

  private String dressed(String code, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
