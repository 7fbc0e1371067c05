package io.gavel.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.simulator.answer.Draw;
import io.gavel.simulator.answer.StandIn;
import io.gavel.simulator.answer.StandInAnswer;
import io.gavel.simulator.api.completion.CompletionBody;
import io.gavel.simulator.api.completion.CompletionProtocol;
import io.gavel.simulator.api.completion.CompletionRequest;
import io.gavel.simulator.api.completion.Generation;
import io.gavel.simulator.api.completion.InvalidRequestException;
import io.gavel.simulator.api.serving.Asked;
import io.gavel.simulator.api.serving.Fate;
import io.gavel.simulator.api.serving.Refusals;
import io.gavel.simulator.api.serving.ReplicaMeters;
import io.gavel.simulator.api.serving.Server;
import io.gavel.simulator.api.serving.Serving;
import io.gavel.simulator.api.serving.Work;
import io.gavel.simulator.http.Answer;
import io.gavel.simulator.http.Request;
import io.gavel.simulator.model.Job;
import io.gavel.simulator.model.Prompt;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.simulator.settings.Timing;
import java.util.ArrayList;
import java.util.List;

/// Answers the two kinds of completions of one replica. For any number of threads.
final class Completions {
  private final Server server;
  private final SimulatorSettings settings;
  private final Serving serving;
  private final StandIn standIn;

  Completions(Server server, Serving serving, StandIn standIn) {
    this.server = server;
    this.settings = server.settings();
    this.serving = serving;
    this.standIn = standIn;
  }

  /// Answers one request.
  Answer answer(Request request, CompletionProtocol protocol) throws InterruptedException {
    return serving.answer(request, true, body -> read(body, protocol));
  }

  private Asked read(JsonNode body, CompletionProtocol protocol) throws InvalidRequestException {
    CompletionRequest wanted = CompletionRequest.read(body, protocol);
    Prompt prompt = Prompt.of(wanted.prompt());
    int left = settings.contextTokens() - prompt.tokens();
    int maxTokens = wanted.maxTokens().orElse(protocol.defaultTokens(left));
    return new Asked(
        wanted.prompt(),
        List.of(prompt),
        maxTokens,
        tokens ->
            Refusals.contextTooLong(
                settings.contextError(), settings.contextTokens(), tokens, maxTokens),
        fate -> prepare(wanted, protocol, prompt, maxTokens, fate));
  }

  private Work.Prepared prepare(
      CompletionRequest wanted,
      CompletionProtocol protocol,
      Prompt prompt,
      int maxTokens,
      Fate fate)
      throws InvalidRequestException {
    List<Generation> generations = new ArrayList<>();
    List<Job> jobs = new ArrayList<>();
    for (int sample = 0; sample < wanted.samples(); sample++) {
      StandInAnswer answer = faulty(answer(wanted, fate, sample), fate);
      Generation generation = Generation.of(answer.tokens(), maxTokens);
      generations.add(generation);
      jobs.add(serving.job(prompt, generation.tokens().size(), fate, sample));
    }
    return new Work.Prepared(
        jobs,
        finished -> {
          generations.forEach(this::count);
          return new CompletionBody(
                  protocol,
                  fate.id(),
                  settings.model(),
                  prompt.tokens(),
                  finished.getFirst().cachedTokens(),
                  wanted.logProbs())
              .text(generations);
        });
  }

  private StandInAnswer answer(CompletionRequest wanted, Fate fate, int sample)
      throws InvalidRequestException {
    String[] draw = fate.draw(sample);
    StandInAnswer answer =
        standIn
            .answer(wanted.prompt(), wanted.form(), sample, server.clock().elapsed(), draw)
            .orElseThrow(() ->
                new InvalidRequestException(
                    "structured_outputs",
                    "structured_outputs: the stand-in finds no answer that the regex matches"));
    return settings.timing() == Timing.TOKENS
        ? answer.atLeast(settings.tokens().length(Draw.normal("length", draw)))
        : answer;
  }

  private static StandInAnswer faulty(StandInAnswer answer, Fate fate) {
    return switch (fate.kind()) {
      case NO_SCORE -> answer.withoutVerdict();
      case TWO_SCORES -> answer.withTwoVerdicts();
      case NONSENSE -> StandInAnswer.nonsense();
      case EMPTY -> StandInAnswer.empty();
      case null, default -> answer;
    };
  }

  private void count(Generation generation) {
    ReplicaMeters meters = server.meters();
    (generation.isCutOff() ? meters.cutOff : meters.stopped).increment();
    meters.generationTokens.add(generation.tokens().size());
  }
}
