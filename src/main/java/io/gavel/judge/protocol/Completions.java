package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import io.gavel.judge.exchange.Token;
import java.util.ArrayList;
import java.util.List;

/// `POST /completions` as OpenAI specifies it and vLLM, llama.cpp and gateways serve it: the prompt
/// is a text that the model goes on with, its chat template already around it. The server puts the
/// token that begins every text before it. Sources: the OpenAI API reference, "Create completion";
/// vLLM's documentation of its server, "Completions API".
public final class Completions implements Protocol {
  private static final JsonMapper JSON = new JsonMapper();

  private final JudgeProfile profile;

  /// @param profile the model and the sampling
  public Completions(JudgeProfile profile) {
    this.profile = profile;
  }

  @Override
  public String url(String base) {
    return base + "/completions";
  }

  @Override
  public ObjectNode body(Prompt prompt, Sampling sampling) {
    if (!(prompt instanceof Prompt.Text text)) {
      throw new IllegalArgumentException("not a text to go on with: " + prompt);
    }
    ObjectNode body = JSON.createObjectNode();
    body.put("model", profile.model());
    body.put("prompt", text.text());
    SamplingFields.put(body, profile, sampling);
    FormFields.put(body, profile.asking().structuredOutput(), text.form());
    if (profile.asking().logprobs() > 0) {
      body.put("logprobs", profile.asking().logprobs());
    }
    return body;
  }

  @Override
  public List<Answer> answers(JsonNode body) {
    List<Answer> answers = new ArrayList<>();
    for (JsonNode choice : body.path("choices")) {
      if (choice.path("text").isTextual()) {
        answers.add(
            new Answer.Written(
                choice.path("text").asText(),
                FinishReason.isCutOff(choice),
                tokens(choice.path("logprobs"))));
      }
    }
    return answers;
  }

  /// Three lists side by side: `tokens`, `token_logprobs`, and `top_logprobs`, which holds an
  /// object from token to probability, or null. None where a token lacks its probability.
  private static List<Token> tokens(JsonNode logprobs) {
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < logprobs.path("tokens").size(); i++) {
      JsonNode probability = logprobs.path("token_logprobs").path(i);
      if (!probability.isNumber()) {
        return List.of();
      }
      List<Token.Alternative> alternatives = new ArrayList<>();
      for (var top : logprobs.path("top_logprobs").path(i).properties()) {
        if (!top.getValue().isNumber()) {
          return List.of();
        }
        alternatives.add(new Token.Alternative(top.getKey(), top.getValue().asDouble()));
      }
      tokens.add(
          new Token(
              logprobs.path("tokens").path(i).asText(), probability.asDouble(), alternatives));
    }
    return tokens;
  }
}
