package io.gavel.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.simulator.answer.StandIn;
import io.gavel.simulator.api.completion.InvalidRequestException;
import io.gavel.simulator.api.serving.Asked;
import io.gavel.simulator.api.serving.Fate;
import io.gavel.simulator.api.serving.Refusals;
import io.gavel.simulator.api.serving.Server;
import io.gavel.simulator.api.serving.Serving;
import io.gavel.simulator.api.serving.Work;
import io.gavel.simulator.fault.FaultKind;
import io.gavel.simulator.http.Answer;
import io.gavel.simulator.http.Request;
import io.gavel.simulator.model.Finished;
import io.gavel.simulator.model.Job;
import io.gavel.simulator.model.Prompt;
import io.gavel.simulator.model.Tokens;
import io.gavel.simulator.settings.SimulatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// Answers as a reward model with one class does: vLLM's `/classify`, `/score`, `/pooling`, and
/// text-embeddings-inference's `/predict`. The number is the stand-in's opinion from 0 to 1, or its
/// logit where the request wants no activation. With the fault `nonsense` it is null, with
/// `no-score` and `empty` it is missing, with `two-scores` there are two. For any number of
/// threads.
final class Classifiers {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// As far as a logit is taken from 0 and 1.
  private static final double NEAREST = 1e-4;

  private final Server server;
  private final SimulatorSettings settings;
  private final Serving serving;
  private final StandIn standIn;

  Classifiers(Server server, Serving serving, StandIn standIn) {
    this.server = server;
    this.settings = server.settings();
    this.serving = serving;
    this.standIn = standIn;
  }

  /// Puts one input's numbers into the list that is answered.
  @FunctionalInterface
  private interface Writer {
    void write(ObjectNode entry, ArrayNode numbers);
  }

  Answer classify(Request request) throws InterruptedException {
    return listed(
        request,
        "classify-",
        Classified::inputs,
        (entry, numbers) -> {
          entry.put("label", "LABEL_0");
          entry.put("num_classes", numbers.size()).set("probs", numbers);
        });
  }

  Answer score(Request request) throws InterruptedException {
    return listed(
        request,
        "score-",
        Classified::pairs,
        (entry, numbers) -> {
          entry.put("object", "score");
          if (!numbers.isEmpty()) {
            entry.set("score", numbers.get(0));
          }
        });
  }

  Answer pool(Request request) throws InterruptedException {
    return listed(
        request,
        "pool-",
        Classified::inputs,
        (entry, numbers) -> entry.put("object", "pooling").set("data", numbers));
  }

  Answer predict(Request request) throws InterruptedException {
    return serving.answer(
        request,
        false,
        body -> {
          List<Classified> inputs = Classified.predicted(body.path("inputs"));
          boolean batch = Classified.isBatch(body.path("inputs"));
          boolean raw = body.path("raw_scores").asBoolean(false);
          List<Prompt> prompts =
              body.path("truncate").asBoolean(false) ? truncated(inputs) : prompts(inputs);
          return asked(
              inputs,
              prompts,
              true,
              (fate, finished) -> {
                ArrayNode all = JSON.createArrayNode();
                for (Classified input : inputs) {
                  ArrayNode labels = batch ? all.addArray() : all;
                  for (JsonNode number : numbers(input, fate, raw)) {
                    labels.addObject().put("label", "LABEL_0").set("score", number);
                  }
                }
                return all.toString();
              });
        });
  }

  /// How the inputs are read in a body.
  @FunctionalInterface
  private interface Inputs {
    List<Classified> read(JsonNode body) throws InvalidRequestException;
  }

  private Answer listed(Request request, String idPrefix, Inputs reader, Writer writer)
      throws InterruptedException {
    return serving.answer(
        request,
        false,
        body -> {
          List<Classified> inputs = reader.read(body);
          boolean raw = !isActivated(body);
          List<Prompt> prompts = prompts(inputs);
          return asked(
              inputs,
              prompts,
              false,
              (fate, finished) -> {
                ObjectNode answer = JSON.createObjectNode();
                answer
                    .put("id", idPrefix + fate.id())
                    .put("object", "list")
                    .put("created", System.currentTimeMillis() / 1000)
                    .put("model", settings.model());
                ArrayNode data = answer.putArray("data");
                for (Classified input : inputs) {
                  ObjectNode entry = data.addObject();
                  entry.put("index", data.size() - 1);
                  writer.write(entry, numbers(input, fate, raw));
                }
                int tokens = finished.stream().mapToInt(it -> it.job().promptTokens()).sum();
                answer
                    .putObject("usage")
                    .put("prompt_tokens", tokens)
                    .put("total_tokens", tokens)
                    .put("completion_tokens", 0)
                    .putNull("prompt_tokens_details");
                return answer.toString();
              });
        });
  }

  /// vLLM has had three names for it.
  private static boolean isActivated(JsonNode body) {
    return List.of("use_activation", "activation", "softmax").stream()
        .allMatch(name -> body.path(name).asBoolean(true));
  }

  private Asked asked(
      List<Classified> inputs,
      List<Prompt> prompts,
      boolean embeddings,
      BiFunction<Fate, List<Finished>, String> body) {
    int context = settings.contextTokens();
    return new Asked(
        inputs.stream().map(Classified::text).collect(Collectors.joining("\n\n")),
        prompts,
        0,
        tokens ->
            embeddings
                ? Refusals.inputTooLong(context, tokens)
                : Refusals.contextTooLong(settings.contextError(), context, tokens, 0),
        fate -> {
          List<Job> jobs = new ArrayList<>();
          for (Prompt prompt : prompts) {
            jobs.add(serving.job(prompt, 0, fate, jobs.size()));
          }
          return new Work.Prepared(jobs, finished -> body.apply(fate, finished));
        });
  }

  private static List<Prompt> prompts(List<Classified> inputs) {
    return inputs.stream().map(input -> Prompt.of(input.text())).toList();
  }

  private List<Prompt> truncated(List<Classified> inputs) {
    return inputs.stream()
        .map(input ->
            Tokens.split(input.text()).stream()
                .limit(settings.contextTokens())
                .collect(Collectors.joining()))
        .map(Prompt::of)
        .toList();
  }

  private ArrayNode numbers(Classified input, Fate fate, boolean raw) {
    double reward =
        standIn.reward(input.read(), input.text(), server.clock().elapsed(), fate.draw(0));
    double number = raw ? logit(reward) : reward;
    ArrayNode numbers = JSON.createArrayNode();
    FaultKind kind = fate.kind();
    if (kind == FaultKind.NO_SCORE || kind == FaultKind.EMPTY) {
      return numbers;
    }
    if (kind == FaultKind.NONSENSE) {
      return numbers.addNull();
    }
    return kind == FaultKind.TWO_SCORES ? numbers.add(number).add(1 - number) : numbers.add(number);
  }

  private static double logit(double probability) {
    double within = Math.clamp(probability, NEAREST, 1 - NEAREST);
    return Math.log(within / (1 - within));
  }
}
