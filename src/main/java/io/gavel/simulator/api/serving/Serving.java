package io.gavel.simulator.api.serving;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.hash.Ids;
import io.gavel.simulator.answer.Draw;
import io.gavel.simulator.api.completion.InvalidRequestException;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.fault.FaultKind;
import io.gavel.simulator.http.Answer;
import io.gavel.simulator.http.Request;
import io.gavel.simulator.http.Response;
import io.gavel.simulator.model.Finished;
import io.gavel.simulator.model.Job;
import io.gavel.simulator.model.Prompt;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.simulator.settings.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Takes requests from their body to their answer: they are checked, hit by faults, computed, and
/// counted. For any number of threads.
public final class Serving {
  private final Server server;
  private final SimulatorSettings settings;
  private final ReplicaMeters meters;

  public Serving(Server server) {
    this.server = server;
    this.settings = server.settings();
    this.meters = server.meters();
  }

  /// How a request is read.
  @FunctionalInterface
  public interface Reader {
    /// Reads a body that is an object.
    ///
    /// @throws InvalidRequestException where a field is at fault
    Asked read(JsonNode body) throws InvalidRequestException;
  }

  /// Reads a request and answers it.
  ///
  /// @param namesModel whether the request has to name the model; another than the server's is
  ///   refused in any case
  public Answer answer(Request request, boolean namesModel, Reader reader)
      throws InterruptedException {
    meters.requests.increment();
    try {
      JsonNode body = RequestBody.read(request, namesModel);
      Asked asked = reader.read(body);
      if (!body.path("model").asText(settings.model()).equals(settings.model())) {
        return refused(Refusals.unknownModel(body.path("model").asText()));
      }
      server.asked().accept(asked.text());
      if (asked.longest() + (long) asked.outputTokens() > settings.contextTokens()) {
        return refused(asked.tooLong().apply(asked.longest()));
      }
      return serve(asked.text(), asked.work());
    } catch (InvalidRequestException e) {
      return refused(Refusals.badRequest(e.parameter(), e.getMessage()));
    }
  }

  /// Does a request's work, unless a fault or the server's queue is against it.
  private Answer serve(String asked, Work work)
      throws InvalidRequestException, InterruptedException {
    String key = Ids.hash(asked);
    int occurrence = server.occurrences().next(key);
    Optional<Fault> fault = server.faults().ofRequest(server.replica(), key, occurrence);
    Fate fate = new Fate(settings.seed(), key, occurrence, fault.orElse(null));
    Response refusal = refusal(fate.kind());
    if (refusal != null) {
      return refused(refusal);
    }
    if (fate.kind() == FaultKind.HANG) {
      meters.broken.increment();
      new CountDownLatch(1).await(); // until the client is tired of waiting
    }
    Work.Prepared prepared = work.prepare(fate);
    try {
      Optional<List<Finished>> finished = server.runner().run(prepared.jobs());
      if (finished.isEmpty()) {
        return refused(
            Refusals.overloaded(
                settings.serving().overloadStatus(), settings.serving().retryAfter()));
      }
      for (Finished one : finished.get()) {
        meters.promptTokens.add(one.job().promptTokens());
        meters.cachedTokens.add(one.cachedTokens());
      }
      return broken(fate.kind(), prepared.body().apply(finished.get()));
    } catch (InterruptedException e) {
      meters.aborted.increment();
      throw e;
    }
  }

  /// What the server computes for one answer.
  ///
  /// @param tokens how many the answer has
  /// @param sample which of the request's answers, from 0
  public Job job(Prompt prompt, int tokens, Fate fate, int sample) {
    Duration own =
        settings.timing() == Timing.LATENCY
            ? settings.latency().latency(Draw.normal("latency", fate.draw(sample)))
            : Duration.ZERO;
    return new Job(prompt, tokens, own, fate.stretch());
  }

  private Answer refused(Response refusal) {
    meters.refused.increment();
    return new Answer.Whole(refusal);
  }

  private Answer broken(@Nullable FaultKind kind, String body) {
    int half = body.length() / 2;
    Response response =
        Response.of(
            200, "application/json", kind == FaultKind.CUT_JSON ? body.substring(0, half) : body);
    if (kind == FaultKind.RESET) {
      meters.broken.increment();
      return new Answer.Reset(response, half);
    }
    if (kind == FaultKind.TRUNCATE) {
      meters.broken.increment();
      return new Answer.Truncated(response, half);
    }
    meters.answered.increment();
    return new Answer.Whole(response);
  }

  private @Nullable Response refusal(@Nullable FaultKind kind) {
    return switch (kind) {
      case ERROR_401 -> Refusals.unauthorized();
      case ERROR_404 -> Refusals.unknownModel(settings.model());
      case ERROR_429 -> Refusals.overloaded(429, settings.serving().retryAfter());
      case ERROR_500 -> Refusals.internal();
      case ERROR_502 -> Refusals.badGateway();
      case ERROR_503 -> Refusals.overloaded(503, settings.serving().retryAfter());
      case null, default -> null;
    };
  }
}
