package io.gavel.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.simulator.ReplicaStatus;
import io.gavel.simulator.api.serving.ReplicaMeters;
import io.gavel.simulator.model.Load;
import io.gavel.simulator.settings.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorTextTest {
  private static final URI ONE = URI.create("http://127.0.0.1:8000/v1");
  private static final URI TWO = URI.create("http://127.0.0.1:8001/v1");
  private static final URI CONTROL = URI.create("http://127.0.0.1:9000");

  private static ReplicaStatus status(URI endpoint, ReplicaStatus.State state, long requests) {
    return new ReplicaStatus(
        1,
        endpoint,
        state,
        3,
        new Load(64, 2, 1, 0, Duration.ZERO),
        new ReplicaMeters.Counts(requests, requests, 4, 5, 6, 0, 0, 10 * requests));
  }

  @Test
  void itSaysThatThereIsNoModelAndHowToUseAndControlThem() {
    SimulatorSettings settings =
        SimulatorSettings.of(Map.of("serving.max_queued", "16"), "down:from=1m");

    assertThat(SimulatorText.started(settings, List.of(ONE, TWO), CONTROL))
        .contains(
            "  judge 1   http://127.0.0.1:8000/v1",
            "  judge 2   http://127.0.0.1:8001/v1",
            "  slots     64 each; 16 wait, then 503",
            "  fault     down:from=1m",
            "  curl -X POST http://127.0.0.1:9000/judges/1/stop",
            "        endpoints: [http://127.0.0.1:8000/v1, http://127.0.0.1:8001/v1]",
            "        model: prometheus-stand-in",
            "        stand_in: true")
        .allMatch(line -> line.length() <= 100)
        .first()
        .asString()
        .startsWith("Stand-in judges without a model");
  }

  @Test
  void theStatusIsOfAllTogetherAndPerSecondSinceTheLast() {
    List<ReplicaStatus> before =
        List.of(status(ONE, ReplicaStatus.State.UP, 10), status(TWO, ReplicaStatus.State.UP, 20));
    List<ReplicaStatus> now =
        List.of(
            status(ONE, ReplicaStatus.State.UP, 20), status(TWO, ReplicaStatus.State.STOPPED, 25));

    assertThat(SimulatorText.status(before, now, Duration.ofSeconds(5)))
        .isEqualTo(
            "stand-ins up 1/2  requests 45 (3.0/s)  running 4  waiting 2  refused 8  broken 10"
                + "  aborted 12  tokens 30/s");
  }
}
