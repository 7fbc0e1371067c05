package io.gavel.judge.kind;

import java.util.regex.Pattern;

/// The marker before a result, `[RESULT]`, as Prometheus's format has it. The patterns repeat
/// nothing without a bound, so searching takes time linear in the text.
public final class ResultMarker {
  /// The marker itself.
  public static final Pattern PLAIN =
      Pattern.compile("\\[ {0,2}RESULT {0,2}]", Pattern.CASE_INSENSITIVE);

  /// What a judge that quotes it may write as the marker: escaped, in bold, in wide brackets, or
  /// with characters in it that do not show.
  public static final Pattern ALIKE =
      Pattern.compile(
          "\\\\{0,2}(?:[\\[［【]|&#91;|&lsqb;|&lbrack;)[\\s\\p{Cf}*_\\\\]{0,6}"
              + String.join("\\p{Cf}{0,2}", "RESULT".split(""))
              + "[\\s\\p{Cf}*_\\\\]{0,6}(?:[]］】]|&#93;|&rsqb;|&rbrack;)",
          Pattern.CASE_INSENSITIVE);

  private ResultMarker() {}
}
