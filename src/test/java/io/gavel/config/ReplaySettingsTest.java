package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySettingsTest {
  @TempDir private Path folder;

  @Test
  void nothingThatItNamesOnTheClusterIsProductions() throws Exception {
    GavelConfig production = production();
    GavelConfig replay = ReplaySettings.of(production, "trial");

    assertThat(names(replay))
        .containsExactly(
            "gavel.replay-trial.",
            "gavel-enrich-replay-trial",
            "gavel-judge-replay-trial",
            "gavel-reward-replay-trial",
            "gavel-monitor-replay-trial");
    assertThat(names(replay)).doesNotContainAnyElementsOf(names(production));
  }

  @Test
  void itTellsNobodyOfProduction() throws Exception {
    GavelConfig replay = ReplaySettings.of(production(), "trial");

    assertThat(replay.monitor().alertmanager().isOn()).isFalse();
    assertThat(replay.answersTrainers()).isFalse();
    assertThat(replay.web().workers()).isEmpty();
  }

  @Test
  void judgesAndHowMuchIsDoneAtOnceAreProductions() throws Exception {
    GavelConfig production = production();
    GavelConfig replay = ReplaySettings.of(production, "trial");

    assertThat(replay.judge()).isEqualTo(production.judge());
    assertThat(replay.engine().maxInFlight()).isEqualTo(7);
    assertThat(replay.monitor().drift()).isEqualTo(production.monitor().drift());
    assertThat(replay.roles()).isEqualTo(production.roles());
  }

  @Test
  void aNameThatTopicsCannotHaveIsRefused() {
    for (String name : List.of("", "a.b", "a b", "a/b", "x".repeat(61))) {
      assertThatThrownBy(() -> ReplaySettings.of(production(), name))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("replay: '" + name + "' is not allowed");
    }
  }

  private GavelConfig production() throws Exception {
    return ConfigLoader.load(
        Files.writeString(
            folder.resolve("g.yaml"),
            """
            worker_id: one
            engine: {max_in_flight: 7}
            monitor: {alertmanager: {url: ['http://127.0.0.1:9093']}}
            web: {workers: ['http://127.0.0.1:9401']}
            """),
        Map.of());
  }

  private static List<String> names(GavelConfig config) {
    return Stream.of(
            config.topics().prefix(),
            config.enrich().applicationId(),
            config.engine().groupId(),
            config.reward().applicationId(),
            config.monitor().applicationId())
        .toList();
  }
}
