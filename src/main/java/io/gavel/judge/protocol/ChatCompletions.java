package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import io.gavel.judge.exchange.Token;
import java.util.ArrayList;
import java.util.List;

/// `POST /chat/completions` as OpenAI specifies it and vLLM, llama.cpp, Ollama and gateways serve
/// it. Source: the OpenAI API reference, "Create chat completion".
public final class ChatCompletions implements Protocol {
  private static final JsonMapper JSON = new JsonMapper();

  private final JudgeProfile profile;

  /// @param profile the model and the sampling
  public ChatCompletions(JudgeProfile profile) {
    this.profile = profile;
  }

  @Override
  public String url(String base) {
    return base + "/chat/completions";
  }

  @Override
  public ObjectNode body(Prompt prompt, Sampling sampling) {
    if (!(prompt instanceof Prompt.Chat chat)) {
      throw new IllegalArgumentException("not a conversation: " + prompt);
    }
    ObjectNode body = JSON.createObjectNode();
    body.put("model", profile.model());
    ArrayNode messages = body.putArray("messages");
    for (Prompt.Turn turn : chat.turns()) {
      messages.addObject().put("role", turn.role()).put("content", turn.content());
    }
    SamplingFields.put(body, profile, sampling);
    FormFields.put(body, profile.asking().structuredOutput(), chat.form());
    if (profile.asking().logprobs() > 0) {
      body.put("logprobs", true);
      body.put("top_logprobs", profile.asking().logprobs());
    }
    return body;
  }

  @Override
  public List<Answer> answers(JsonNode body) {
    List<Answer> answers = new ArrayList<>();
    for (JsonNode choice : body.path("choices")) {
      JsonNode message = choice.path("message");
      if (message.isObject()) {
        answers.add(
            new Answer.Written(
                message.path("content").asText(""),
                FinishReason.isCutOff(choice),
                tokens(choice.path("logprobs").path("content"))));
      }
    }
    return answers;
  }

  /// None where one of them lacks its probability: half of a distribution would look like a whole.
  private static List<Token> tokens(JsonNode content) {
    List<Token> tokens = new ArrayList<>();
    for (JsonNode token : content) {
      List<Token.Alternative> alternatives = new ArrayList<>();
      for (JsonNode top : token.path("top_logprobs")) {
        if (!top.path("logprob").isNumber()) {
          return List.of();
        }
        alternatives.add(
            new Token.Alternative(top.path("token").asText(), top.path("logprob").asDouble()));
      }
      if (!token.path("logprob").isNumber()) {
        return List.of();
      }
      tokens.add(
          new Token(token.path("token").asText(), token.path("logprob").asDouble(), alternatives));
    }
    return tokens;
  }
}
