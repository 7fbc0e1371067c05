package io.gavel.simulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.hash.Ids;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.simulator.answer.Draw;
import io.gavel.simulator.answer.StandInAnswer;
import io.gavel.simulator.answer.StandInJudge;
import io.gavel.simulator.fault.ActiveFaults;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.fault.FaultKind;
import io.gavel.simulator.http.Answer;
import io.gavel.simulator.http.Request;
import io.gavel.simulator.http.Response;
import io.gavel.simulator.model.BatchRunner;
import io.gavel.simulator.model.Finished;
import io.gavel.simulator.model.Job;
import io.gavel.simulator.model.Prompt;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.simulator.settings.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers the two kinds of completions of one replica. For any number of threads.
final class Completions {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// What OpenAI's text completions give where the request does not say.
  private static final int DEFAULT_TEXT_TOKENS = 16;

  private final SimulatorSettings settings;
  private final int replica;
  private final BatchRunner runner;
  private final ActiveFaults faults;
  private final Occurrences occurrences;
  private final ReplicaMeters meters;
  private final MonotonicClock clock;
  private final Consumer<String> asked;
  private final StandInJudge judge;

  Completions(
      SimulatorSettings settings,
      int replica,
      BatchRunner runner,
      ActiveFaults faults,
      Occurrences occurrences,
      ReplicaMeters meters,
      MonotonicClock clock,
      Consumer<String> asked) {
    this.settings = settings;
    this.replica = replica;
    this.runner = runner;
    this.faults = faults;
    this.occurrences = occurrences;
    this.meters = meters;
    this.clock = clock;
    this.asked = asked;
    this.judge = new StandInJudge(settings.seed());
  }

  /// Answers one request.
  ///
  /// @param chat whether it has messages, or a prompt
  Answer answer(Request request, boolean chat) throws InterruptedException {
    meters.requests.increment();
    CompletionRequest wanted;
    try {
      wanted = CompletionRequest.read(JSON.readTree(request.text()), chat);
    } catch (JsonProcessingException e) {
      return refused(Refusals.badRequest(null, "The body is no JSON: " + location(e)));
    } catch (CompletionRequest.InvalidRequestException e) {
      return refused(Refusals.badRequest(e.parameter(), e.getMessage()));
    }
    if (!wanted.model().equals(settings.model())) {
      return refused(Refusals.unknownModel(wanted.model()));
    }
    Prompt prompt = Prompt.of(wanted.prompt());
    int left = settings.contextTokens() - prompt.tokens();
    int maxTokens = wanted.maxTokens().orElse(chat ? Math.max(1, left) : DEFAULT_TEXT_TOKENS);
    asked.accept(wanted.prompt());
    if (maxTokens > left) {
      return refused(
          Refusals.contextTooLong(
              settings.contextError(), settings.contextTokens(), prompt.tokens(), maxTokens));
    }
    String key = Ids.hash(wanted.prompt());
    int occurrence = occurrences.next(key);
    Optional<Fault> fault = faults.ofRequest(replica, key, occurrence);
    FaultKind kind = fault.map(Fault::kind).orElse(null);
    Response refusal = refusal(kind);
    if (refusal != null) {
      return refused(refusal);
    }
    if (kind == FaultKind.HANG) {
      meters.broken.increment();
      new CountDownLatch(1).await(); // until the client is tired of waiting
    }
    try {
      Asked whole = new Asked(wanted, chat, prompt, key, occurrence, maxTokens, fault.orElse(null));
      return generate(whole);
    } catch (InterruptedException e) {
      meters.aborted.increment();
      throw e;
    }
  }

  /// A request with all that was found out about it.
  private record Asked(
      CompletionRequest request,
      boolean chat,
      Prompt prompt,
      String key,
      int occurrence,
      int maxTokens,
      @Nullable Fault fault) {
    @Nullable FaultKind kind() {
      return fault == null ? null : fault.kind();
    }

    double stretch() {
      return fault == null || fault.factor() == null ? 1 : fault.factor();
    }
  }

  private Answer generate(Asked asked) throws InterruptedException {
    List<Generation> generations = new ArrayList<>();
    List<Job> jobs = new ArrayList<>();
    for (int sample = 0; sample < asked.request().samples(); sample++) {
      String[] draw = {
        Long.toString(settings.seed()),
        asked.key(),
        Integer.toString(asked.occurrence()),
        Integer.toString(sample)
      };
      Generation generation = Generation.of(text(asked, sample, draw), asked.maxTokens());
      generations.add(generation);
      Duration own =
          settings.timing() == Timing.LATENCY
              ? settings.latency().latency(Draw.normal("latency", draw))
              : Duration.ZERO;
      jobs.add(new Job(asked.prompt(), generation.tokens(), own, asked.stretch()));
    }
    Optional<List<Finished>> finished = runner.run(jobs);
    if (finished.isEmpty()) {
      return refused(
          Refusals.overloaded(
              settings.serving().overloadStatus(), settings.serving().retryAfter()));
    }
    int cached = finished.get().getFirst().cachedTokens();
    count(asked, generations, finished.get());
    byte[] body =
        CompletionBody.of(settings, asked.chat(), id(asked), asked.prompt(), cached, generations);
    return broken(asked.kind(), body);
  }

  private String text(Asked asked, int sample, String[] draw) {
    StandInAnswer answer = judge.answer(asked.request().prompt(), sample);
    if (answer.score() != null) {
      answer = answer.scored(settings.answers().lean(answer.score(), clock.elapsed(), draw));
    }
    if (settings.timing() == Timing.TOKENS) {
      int tokens = settings.tokens().length(Draw.normal("length", draw));
      answer = answer.atLeast(tokens * Prompt.CHARACTERS_PER_TOKEN);
    }
    return switch (asked.kind()) {
      case NO_SCORE -> answer.words();
      case TWO_SCORES -> answer.withTwoScores();
      case NONSENSE -> StandInAnswer.nonsense();
      case EMPTY -> "";
      case null, default -> answer.text();
    };
  }

  private void count(Asked asked, List<Generation> generations, List<Finished> finished) {
    for (Generation generation : generations) {
      (generation.isCutOff() ? meters.cutOff : meters.stopped).increment();
      meters.generationTokens.add(generation.tokens());
    }
    for (Finished one : finished) {
      meters.promptTokens.add(asked.prompt().tokens());
      meters.cachedTokens.add(one.cachedTokens());
    }
  }

  private Answer broken(@Nullable FaultKind kind, byte[] body) {
    if (kind == FaultKind.CUT_JSON) {
      body = Arrays.copyOf(body, body.length / 2);
    }
    Response response = new Response(200, Map.of("Content-Type", "application/json"), body);
    if (kind == FaultKind.RESET) {
      meters.broken.increment();
      return new Answer.Reset(response, body.length / 2);
    }
    if (kind == FaultKind.TRUNCATE) {
      meters.broken.increment();
      return new Answer.Truncated(response, body.length / 2);
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

  private Answer refused(Response refusal) {
    meters.refused.increment();
    return new Answer.Whole(refusal);
  }

  private String id(Asked asked) {
    return (asked.chat() ? "chatcmpl-" : "cmpl-")
        + Ids.hash("" + settings.seed(), asked.key(), "" + asked.occurrence());
  }

  private static String location(JsonProcessingException e) {
    return e.getLocation() == null ? "it is empty" : "line " + e.getLocation().getLineNr();
  }
}
