package io.gavel.trace;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// The context of a trace in the headers of a record, under the names that HTTP has for them.
public final class TraceHeaders {
  /// The W3C's name.
  public static final String TRACEPARENT = "traceparent";

  /// The W3C's name.
  public static final String TRACESTATE = "tracestate";

  /// The W3C's name.
  public static final String BAGGAGE = "baggage";

  /// On a judge request: the `traceparent` that its generation came with, so that the result of an
  /// evaluation can be told at the span of what was evaluated.
  public static final String GENERATION_TRACEPARENT = "gavel-generation-traceparent";

  private TraceHeaders() {}

  /// The context in the headers of a record; of several with one name the last counts. What cannot
  /// be passed on is left out.
  public static TraceContext of(Headers headers) {
    String traceparent = text(headers, TRACEPARENT, TraceContext.LONGEST_TRACEPARENT);
    String baggage = text(headers, BAGGAGE, TraceContext.LONGEST_BAGGAGE);
    if (traceparent.isEmpty() && baggage.isEmpty()) {
      return TraceContext.NONE;
    }
    return new TraceContext(
        traceparent, text(headers, TRACESTATE, TraceContext.LONGEST_TRACESTATE), baggage);
  }

  /// Where the generation of a judge request stands: as it came, or else where the request does.
  ///
  /// @param headers of the judge request
  /// @param request the context in them
  public static TraceContext generation(Headers headers, TraceContext request) {
    TraceContext generation =
        new TraceContext(
            text(headers, GENERATION_TRACEPARENT, TraceContext.LONGEST_TRACEPARENT), "", "");
    return generation.isPresent() ? generation : request;
  }

  /// New headers with nothing but a context.
  public static Headers with(TraceContext context) {
    Headers headers = new RecordHeaders();
    set(headers, context);
    return headers;
  }

  /// Puts a context in the place of the one that may be there.
  public static void set(Headers headers, TraceContext context) {
    set(headers, TRACEPARENT, context.traceparent());
    set(headers, TRACESTATE, context.tracestate());
    set(headers, BAGGAGE, context.baggage());
  }

  private static void set(Headers headers, String name, String value) {
    headers.remove(name);
    if (!value.isEmpty()) {
      headers.add(name, value.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String text(Headers headers, String name, int longest) {
    @Nullable Header header = headers.lastHeader(name);
    return header == null || header.value() == null || header.value().length > longest
        ? ""
        // A byte that is not ASCII stays one character that is not, and is refused as one.
        : new String(header.value(), StandardCharsets.ISO_8859_1);
  }
}
