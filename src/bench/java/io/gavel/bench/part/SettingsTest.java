package io.gavel.bench.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private final Properties properties = new Properties();

  @Test
  void withoutPropertiesEverythingRunsFiveTimes() {
    Settings settings = Settings.of(properties);

    assertThat(settings.only()).containsExactlyElementsOf(Settings.PARTS);
    assertThat(settings.rounds()).isEqualTo(5);
    assertThat(settings.quick()).isFalse();
  }

  @Test
  void aQuickRunHasOneRound() {
    properties.setProperty("bench.quick", "true");

    assertThat(Settings.of(properties).rounds()).isEqualTo(1);
  }

  @Test
  void partsRunInTheirOwnOrder() {
    properties.setProperty("bench.only", "delay,saturation");

    assertThat(Settings.of(properties).only()).containsExactly("saturation", "delay");
  }

  @Test
  void aPartThatDoesNotExistIsRefused() {
    properties.setProperty("bench.only", "speed");

    assertThatThrownBy(() -> Settings.of(properties))
        .hasMessageStartingWith("bench.only is speed; it must be some of saturation,throughput");
  }

  @Test
  void roundsMustBeANumberAboveZero() {
    properties.setProperty("bench.rounds", "many");
    assertThatThrownBy(() -> Settings.of(properties))
        .hasMessage("bench.rounds is many; it must be a number");
    properties.setProperty("bench.rounds", "0");
    assertThatThrownBy(() -> Settings.of(properties))
        .hasMessage("bench.rounds is 0; it must be 1 or more");
  }
}
