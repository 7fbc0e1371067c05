package io.gavel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class ControlApiTest {
  private final TestingClient client = new TestingClient();
  private SimulatedPool pool;

  @BeforeEach
  void start() throws IOException {
    pool = SimulatedPool.start(SimulatorSettings.of(Map.of("replicas", "2")));
  }

  @AfterEach
  void close() {
    client.close();
    pool.close();
  }

  private HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(method, pool.controlUrl() + path, body);
  }

  @Test
  void theStatusOfEveryJudgeIsTold() throws Exception {
    JsonNode judges = TestingClient.json(call("GET", "/judges", ""));

    assertThat(judges).hasSize(2);
    assertThat(judges.at("/1/number").asInt()).isEqualTo(2);
    assertThat(judges.at("/1/endpoint").asText()).isEqualTo(pool.endpoints().get(1).toString());
    assertThat(judges.at("/1/state").asText()).isEqualTo("up");
    assertThat(judges.at("/1/slots").asInt()).isEqualTo(64);
    assertThat(judges.at("/1/stand_in").asBoolean()).isTrue();
  }

  @Test
  void aJudgeIsStoppedStartedAndGivenSlots() throws Exception {
    assertThat(TestingClient.json(call("POST", "/judges/2/stop", "")).at("/1/state").asText())
        .isEqualTo("stopped");
    assertThat(pool.status().get(1).state()).isEqualTo(ReplicaStatus.State.STOPPED);

    assertThat(TestingClient.json(call("POST", "/judges/2/start", "")).at("/1/state").asText())
        .isEqualTo("up");
    assertThat(client.get(pool.endpoints().get(1) + "/models").statusCode()).isEqualTo(200);

    assertThat(
            TestingClient.json(call("POST", "/judges/2/slots?count=5", "")).at("/1/slots").asInt())
        .isEqualTo(5);
  }

  @Test
  void faultsAreReplacedToldAndEnded() throws Exception {
    call("PUT", "/faults", "down:replica=1\n\nhang:rate=0.5\n");

    assertThat(call("GET", "/faults", "").body()).isEqualTo("down:replica=1\nhang:rate=0.5\n");
    assertThat(pool.status().getFirst().state()).isEqualTo(ReplicaStatus.State.DOWN);

    call("DELETE", "/faults", "");

    assertThat(call("GET", "/faults", "").body()).isEmpty();
    assertThat(pool.status().getFirst().state()).isEqualTo(ReplicaStatus.State.UP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /judges/3/stop          | ''           | 400 | there is no judge 3: they are 1 to 2",
        "POST   | /judges/0/start         | ''           | 400 | there is no judge 0",
        "POST   | /judges/1/slots         | ''           | 400 | /judges/1/slots?count=32",
        "POST   | /judges/1/slots?count=-1| ''           | 400 | give a number",
        "PUT    | /faults                 | explode      | 400 | there is no such fault",
        "PUT    | /faults                 | down:replica=9 | 400 | there is no judge 9",
        "GET    | /judges/1/stop          | ''           | 404 | POST /judges/1/stop",
        "POST   | /judges/1/restart       | ''           | 404 | POST /judges/1/start",
        "GET    | /                       | ''           | 404 | GET /judges"
      })
  void whatCannotBeDoneIsSaidInOneLine(
      String method, String path, String body, int status, String message) throws Exception {
    HttpResponse<String> response = call(method, path, body);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(message).hasLineCount(1);
  }
}
