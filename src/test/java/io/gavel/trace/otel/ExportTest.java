package io.gavel.trace.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.metric.TraceMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.Test;

class ExportTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Export export = new Export("spans", 2, new TraceMeters(meters));

  @Test
  void whatFindsNoRoomIsDroppedAndCountedUntilSomeOfItIsSent() {
    assertThat(export.enter()).isTrue();
    assertThat(export.enter()).isTrue();
    assertThat(export.enter()).isFalse();
    assertThat(count("dropped")).isEqualTo(1);

    CompletableResultCode result = new CompletableResultCode();
    export.leave(2, result);
    assertThat(export.enter()).isTrue();
    assertThat(export.enter()).isTrue();
    assertThat(export.enter()).isFalse();

    result.succeed();
    assertThat(count("exported")).isEqualTo(2);
  }

  @Test
  void whatTheCollectorDoesNotTakeIsCounted() {
    assertThat(export.enter()).isTrue();

    export.leave(1, CompletableResultCode.ofFailure());

    assertThat(count("failed")).isEqualTo(1);
  }

  private double count(String outcome) {
    return meters.counter("gavel.trace.exports", "kind", "spans", "outcome", outcome).count();
  }
}
