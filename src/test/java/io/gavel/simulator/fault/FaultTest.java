package io.gavel.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gavel.config.InvalidConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
  @Test
  void everyPartIsRead() {
    assertThat(Fault.parse(" slow : rate=0.5, from=30s, to=1m, replica=2, factor=4 "))
        .isEqualTo(
            new Fault(FaultKind.SLOW, 0.5, Duration.ofSeconds(30), Duration.ofMinutes(1), 2, 4.0));
    assertThat(Fault.parse("down:replica=all"))
        .isEqualTo(new Fault(FaultKind.DOWN, null, Duration.ZERO, null, null, null));
  }

  @Test
  void aFaultOfRequestsWithoutARateHitsAllAndASlowServerNeedsNone() {
    assertThat(Fault.parse("hang").rate()).isEqualTo(1);
    assertThat(Fault.parse("slow:factor=2").rate()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error-500:rate=0.02",
        "slow:from=30s,to=1m,replica=1,factor=4.0",
        "slow:rate=0.1,factor=4.0",
        "down",
        "capacity:from=30s,factor=0.5"
      })
  void itsTextIsReadAsTheSame(String text) {
    assertThat(Fault.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void everyKindCanBeWritten(FaultKind kind) {
    String text = kind.text() + (kind.takesFactor() ? ":factor=0.5" : "");

    assertThat(Fault.parse(text).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "explode               | fault 'explode': there is no such fault; the faults are error-401, ",
        "hang:often            | fault 'hang:often': 'often' is none of rate=, from=, to=, replica=, factor=",
        "hang:share=0.5        | 'share=0.5' is none of rate=",
        "hang:rate=0.1,rate=1  | rate is there twice",
        "hang:rate=much        | rate=much is no number",
        "hang:rate=0           | fault hang: rate=0.0 is not above 0 and up to 1",
        "hang:rate=1.5         | rate=1.5 is not above 0 and up to 1",
        "hang:rate=NaN         | rate=NaN is not above 0 and up to 1",
        "hang:from=soon        | from=soon is no duration such as 500ms, 30s or 2m",
        "hang:from=5s,to=5s    | to is not after from",
        "hang:replica=0        | replica=0 is neither all nor a number from 1",
        "hang:factor=2         | fault hang: it takes no factor",
        "capacity              | fault capacity: it needs a factor, such as factor=0.5",
        "capacity:factor=-1    | factor=-1.0 is out of range",
        "slow:factor=0         | factor=0.0 is out of range",
        "down:rate=0.5         | fault down: it takes no rate, because it is about the server"
      })
  void whatCannotBeUsedIsNamed(String text, String message) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> Fault.parse(text))
        .withMessageContaining(message);
  }
}
