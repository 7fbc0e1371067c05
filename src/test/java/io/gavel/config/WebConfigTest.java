package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WebConfigTest {
  @Test
  void hostAndPortAreToldApart() {
    assertThat(new WebConfig("localhost:9400").host()).isEqualTo("localhost");
    assertThat(new WebConfig("localhost:9400").port()).isEqualTo(9400);
    assertThat(new WebConfig("0.0.0.0:0").port()).isZero();
  }

  @Test
  void anAddressWithColonsStandsInBrackets() {
    assertThat(new WebConfig("[::1]:9400").host()).isEqualTo("::1");
    assertThat(new WebConfig("[::1]:9400").port()).isEqualTo(9400);
  }

  @Test
  void emptyIsOffAndHasNoAddress() {
    WebConfig off = new WebConfig("");

    assertThat(off.isOn()).isFalse();
    assertThatThrownBy(off::host).isInstanceOf(IllegalStateException.class);
    assertThat(new WebConfig("localhost:0").isOn()).isTrue();
  }
}
