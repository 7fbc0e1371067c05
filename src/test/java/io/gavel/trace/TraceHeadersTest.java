package io.gavel.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void aContextGoesThroughHeadersUnchanged() {
    TraceContext context = new TraceContext(PARENT, "vendor=1,other=2", "tenant=a,user=b");

    assertThat(TraceHeaders.of(TraceHeaders.with(context))).isEqualTo(context);
  }

  @Test
  void withoutHeadersThereIsNoContextAndNothingIsWritten() {
    assertThat(TraceHeaders.of(new RecordHeaders())).isSameAs(TraceContext.NONE);
    assertThat(TraceHeaders.with(TraceContext.NONE)).isEmpty();
  }

  @Test
  void aContextReplacesTheOneThatWasThere() {
    Headers headers =
        headers("traceparent", PARENT, "tracestate", "a=1", "baggage", "b=2", "x", "y");
    String other = PARENT.replace("00f067aa0ba902b7", "00f067aa0ba902b8");

    TraceHeaders.set(headers, new TraceContext(other, "", ""));

    assertThat(headers).extracting("key").containsExactly("x", "traceparent");
    assertThat(TraceHeaders.of(headers).traceparent()).isEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\u00e9",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\n"
      })
  void aParentThatIsNoneIsDroppedWithItsState(String hostile) {
    TraceContext context =
        TraceHeaders.of(headers("traceparent", hostile, "tracestate", "a=1", "baggage", "b=2"));

    assertThat(context).isEqualTo(new TraceContext("", "", "b=2"));
  }

  @Test
  void whatIsTooLargeOrNoHeaderIsDroppedAlone() {
    assertThat(
            TraceHeaders.of(
                headers(
                    "traceparent",
                    PARENT,
                    "tracestate",
                    "a=" + "1".repeat(511),
                    "baggage",
                    "b=" + "2".repeat(8191))))
        .isEqualTo(new TraceContext(PARENT, "", ""));
    assertThat(
            TraceHeaders.of(
                headers("traceparent", PARENT, "tracestate", "a=1\r\nX: y", "baggage", "b=\u2028")))
        .isEqualTo(new TraceContext(PARENT, "", ""));
    assertThat(
            TraceHeaders.of(
                headers(
                    "traceparent", PARENT, "tracestate", "a=" + "1".repeat(510), "baggage", "")))
        .isEqualTo(new TraceContext(PARENT, "a=" + "1".repeat(510), ""));
  }

  @Test
  void aHeaderWithoutAValueIsNone() {
    Headers headers = new RecordHeaders().add("traceparent", null).add("baggage", null);

    assertThat(TraceHeaders.of(headers)).isSameAs(TraceContext.NONE);
  }

  @Test
  void theGenerationOfARequestIsWhereItSaysOrWhereTheRequestIs() {
    String other = PARENT.replace("00f067aa0ba902b7", "00f067aa0ba902b8");
    TraceContext request = new TraceContext(PARENT, "", "");

    assertThat(
            TraceHeaders.generation(headers(TraceHeaders.GENERATION_TRACEPARENT, other), request))
        .isEqualTo(new TraceContext(other, "", ""));
    assertThat(TraceHeaders.generation(headers(TraceHeaders.GENERATION_TRACEPARENT, "x"), request))
        .isEqualTo(request);
  }

  private static Headers headers(String... namesAndValues) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return headers;
  }
}
