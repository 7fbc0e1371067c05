package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WebConfigTest {
  @Test
  void hostAndPortAreToldApart() {
    assertThat(WebConfig.at("localhost:9400").host()).isEqualTo("localhost");
    assertThat(WebConfig.at("localhost:9400").port()).isEqualTo(9400);
    assertThat(WebConfig.at("0.0.0.0:0").port()).isZero();
  }

  @Test
  void anAddressWithColonsStandsInBrackets() {
    assertThat(WebConfig.at("[::1]:9400").host()).isEqualTo("::1");
    assertThat(WebConfig.at("[::1]:9400").port()).isEqualTo(9400);
  }

  @Test
  void emptyIsOffAndHasNoAddress() {
    WebConfig off = WebConfig.at("");

    assertThat(off.isOn()).isFalse();
    assertThatThrownBy(off::host).isInstanceOf(IllegalStateException.class);
    assertThat(WebConfig.at("localhost:0").isOn()).isTrue();
  }
}
