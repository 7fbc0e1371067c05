package io.gavel.trace;

import java.util.regex.Pattern;

/// Which trace something belongs to, and where in it: the W3C's `traceparent`, `tracestate` and
/// `baggage`, as text (Trace Context, level 2; Baggage, 2024). Each is empty where there is none.
///
/// What comes from outside is checked here and dropped where it is wrong, larger than the
/// specification has everybody pass on, or holds what no header may: it goes into other records,
/// and into requests to judges.
///
/// @param traceparent trace, span and whether it is sampled; without it there is no tracestate
/// @param tracestate what tracing systems note for themselves
/// @param baggage what the producer tells whoever comes later; never sent to judges
public record TraceContext(String traceparent, String tracestate, String baggage) {
  /// Belongs to no trace.
  public static final TraceContext NONE = new TraceContext("", "", "");

  /// The longest of each that is passed on, in characters.
  public static final int LONGEST_TRACESTATE = 512;

  /// Likewise.
  public static final int LONGEST_BAGGAGE = 8192;

  static final int LONGEST_TRACEPARENT = 55;

  // No other version is known, and a later one may mean something else behind the flags.
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  /// Checks, and drops what is not right.
  public TraceContext {
    if (traceparent.length() != LONGEST_TRACEPARENT
        || !TRACEPARENT.matcher(traceparent).matches()) {
      traceparent = "";
    }
    if (traceparent.isEmpty() || !isPassedOn(tracestate, LONGEST_TRACESTATE)) {
      tracestate = "";
    }
    if (!isPassedOn(baggage, LONGEST_BAGGAGE)) {
      baggage = "";
    }
  }

  /// Whether a trace is known.
  public boolean isPresent() {
    return !traceparent.isEmpty();
  }

  /// Whether there is nothing to pass on.
  boolean isEmpty() {
    return traceparent.isEmpty() && baggage.isEmpty();
  }

  private static boolean isPassedOn(String value, int longest) {
    return value.length() <= longest && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
