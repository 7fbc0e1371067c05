package io.gavel.simulator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.InvalidConfigException;
import io.gavel.simulator.api.JudgeApi;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.http.Answer;
import io.gavel.simulator.http.Handler;
import io.gavel.simulator.http.Request;
import io.gavel.simulator.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Controls a pool while it runs:
///
/// | call | does |
/// |---|---|
/// | `GET /judges` | says how every replica is |
/// | `POST /judges/1/stop` | closes its port and resets its connections |
/// | `POST /judges/1/start` | opens the same port again |
/// | `POST /judges/1/slots?count=32` | sets how many requests it runs at once |
/// | `GET /faults` | says what goes wrong, one fault a line |
/// | `PUT /faults` | puts the faults of the body, one a line, in place of all |
/// | `DELETE /faults` | ends all |
///
/// Every answer but that of `GET /faults` is the status of all replicas as JSON, or one line that
/// says what is wrong.
final class ControlApi implements Handler {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern JUDGE = Pattern.compile("/judges/(\\d{1,4})/(stop|start|slots)");
  private static final String USAGE =
      "GET /judges, POST /judges/1/stop, POST /judges/1/start, POST /judges/1/slots?count=32,"
          + " GET /faults, PUT /faults (one a line), DELETE /faults\n";

  private final SimulatedPool pool;

  ControlApi(SimulatedPool pool) {
    this.pool = pool;
  }

  @Override
  public Answer answer(Request request) {
    return new Answer.Whole(respond(request).with(JudgeApi.STAND_IN_HEADER, "true"));
  }

  private Response respond(Request request) {
    try {
      Matcher judge = JUDGE.matcher(request.path());
      if (request.method().equals("POST") && judge.matches()) {
        return change(request, Integer.parseInt(judge.group(1)), judge.group(2));
      }
      return switch (request.call()) {
        case "GET /judges" -> status();
        case "GET /faults" -> text(200, faults());
        case "PUT /faults" -> {
          pool.faults(
              request.text().lines().filter(line -> !line.isBlank()).map(Fault::parse).toList());
          yield status();
        }
        case "DELETE /faults" -> {
          pool.faults(List.of());
          yield status();
        }
        default -> text(404, USAGE);
      };
    } catch (InvalidConfigException e) {
      return text(400, e.getMessage() + "\n");
    } catch (IOException e) {
      return text(503, e.getMessage() + "\n");
    }
  }

  private Response change(Request request, int number, String change) throws IOException {
    switch (change) {
      case "stop" -> pool.stop(number);
      case "start" -> pool.start(number);
      default -> {
        String count = request.query().getOrDefault("count", "");
        if (!count.matches("\\d{1,6}")) {
          return text(400, "count: give a number, as in /judges/1/slots?count=32\n");
        }
        pool.slots(number, Integer.parseInt(count));
      }
    }
    return status();
  }

  private String faults() {
    StringBuilder lines = new StringBuilder();
    pool.faults().forEach(fault -> lines.append(fault.text()).append('\n'));
    return lines.toString();
  }

  private Response status() {
    ArrayNode judges = JSON.createArrayNode();
    for (ReplicaStatus status : pool.status()) {
      ObjectNode judge = judges.addObject();
      judge
          .put("number", status.number())
          .put("endpoint", status.endpoint().toString())
          .put("state", status.state().name().toLowerCase(Locale.ROOT))
          .put("slots", status.load().slots())
          .put("running", status.load().running())
          .put("waiting", status.load().waiting())
          .put("connections", status.connections())
          .put("requests", status.counts().requests())
          .put("answered", status.counts().answered())
          .put("refused", status.counts().refused())
          .put("broken", status.counts().broken())
          .put("aborted", status.counts().aborted())
          .put("generation_tokens", status.counts().generationTokens())
          .put("stand_in", true);
    }
    return Response.of(200, "application/json", judges.toPrettyString() + "\n");
  }

  private static Response text(int status, String text) {
    return Response.of(status, "text/plain; charset=utf-8", text);
  }
}
