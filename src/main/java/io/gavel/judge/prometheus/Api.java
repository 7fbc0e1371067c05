package io.gavel.judge.prometheus;

import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Form;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.protocol.ChatCompletions;
import io.gavel.judge.protocol.Completions;
import io.gavel.judge.protocol.Protocol;
import java.util.function.Function;

/// The API by which a server is asked, and how the text of a prompt goes into it.
///
/// @param protocol the API
/// @param prompt makes a prompt for it of a text
record Api(Protocol protocol, Function<String, Prompt> prompt) {
  /// Mistral's, on which Prometheus 2 is built. The server puts the token before it that begins
  /// every text. Source: the chat template of Mistral-7B-Instruct-v0.2.
  static final String MISTRAL = "[INST] {prompt} [/INST]";

  private static final String PLACE = "{prompt}";

  /// `/chat/completions`, where the server knows the model's chat template.
  static Api chat(JudgeProfile profile) {
    return new Api(new ChatCompletions(profile), Prompt.Chat::user);
  }

  /// `/completions`, with a chat template of ours.
  ///
  /// @param template holds `{prompt}` once
  static Api completions(JudgeProfile profile, String template) {
    int place = template.indexOf(PLACE);
    String before = template.substring(0, place);
    String after = template.substring(place + PLACE.length());
    return new Api(
        new Completions(profile), text -> new Prompt.Text(before + text + after, new Form.Free()));
  }

  /// The one that a profile says.
  ///
  /// @param options `api`, and with completions `chat_template`
  /// @throws io.gavel.config.InvalidConfigException when one cannot be used
  static Api of(JudgeProfile profile, KindOptions options) {
    boolean chat = options.word("api", "chat", "chat", "completions").equals("chat");
    String template = options.text("chat_template", MISTRAL);
    if (template.indexOf(PLACE) < 0 || template.indexOf(PLACE) != template.lastIndexOf(PLACE)) {
      throw options.refused("chat_template", template, "a text that holds {prompt} once");
    }
    if (chat && !template.equals(MISTRAL)) {
      throw options.refused(
          "chat_template", template, "left out with api: chat, where the server has its own");
    }
    return chat ? chat(profile) : completions(profile, template);
  }
}
