package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SettingsFile;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
final class SimulateJudgeCommandTest {
  @Test
  void itStartsThemSaysHowToUseThemAndEndsWhenInterrupted() {
    Thread.currentThread().interrupt();

    var result =
        TestingCommandLine.run(
            "simulate-judge", "--replicas", "3", "--slots", "7", "--fault", "hang:rate=0.1");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("without a model", "judge 3 ", "7 each", "hang:rate=0.1", "stand_in: true")
        .endsWith("Ctrl-C stops them.%n".formatted());
  }

  @Test
  void everySettingIsPrinted() {
    var result = TestingCommandLine.run("simulate-judge", "--print-settings");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo(SettingsFile.defaultsText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--slots none                 | gavel: serving.slots: 'none' is not a whole number of up to 2147483647",
        "--fault explode              | gavel: fault 'explode': there is no such fault; the faults are error-401",
        "--set tokens.outputs=1       | gavel: command line: tokens.outputs: there is no such key",
        "--config no-such.yaml        | gavel: there is no settings file no-such.yaml",
        "--status-every 0             | gavel: --status-every: must be 1 or more"
      })
  void wrongUsageIsToldInOneLine(String arguments, String message) {
    var result = TestingCommandLine.run(("simulate-judge " + arguments).split(" "));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err().lines()).singleElement().asString().startsWith(message);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (SimulatedPool pool = SimulatedPool.start(SimulatorSettings.of(Map.of("replicas", "1")))) {
      URI taken = pool.endpoints().getFirst();

      var result =
          TestingCommandLine.run("simulate-judge", "--port", Integer.toString(taken.getPort()));

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.err())
          .contains("port " + taken.getPort() + " of 127.0.0.1 cannot be opened", "another --port");
    }
  }
}
