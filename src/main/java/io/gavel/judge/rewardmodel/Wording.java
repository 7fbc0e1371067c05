package io.gavel.judge.rewardmodel;

import io.gavel.judge.exchange.Form;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Layout;
import io.gavel.judge.kind.Transcript;
import io.gavel.schema.Generation;
import io.gavel.schema.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How an instruction and its response are put to a reward model.
sealed interface Wording {
  /// As turns of a conversation, which the server lays out by the model's own chat template.
  record Turns() implements Wording {}

  /// As two texts.
  record Pair() implements Wording {}

  /// As one text.
  ///
  /// @param layout with the places `{instruction}` and `{response}`
  record OneText(Layout layout) implements Wording {}

  /// As the option `text` says, and where it is not set, as is usual for the API.
  ///
  /// @throws io.gavel.config.InvalidConfigException when the text cannot be used
  static Wording of(KindOptions options, Wording usual) {
    String text = options.text("text", "");
    if (text.isEmpty()) {
      return usual;
    }
    Layout layout = new Layout(text);
    if (!layout.places().equals(Set.of("instruction", "response"))) {
      throw options.refused("text", text, "a text with the places {instruction} and {response}");
    }
    return new OneText(layout);
  }

  /// The name that judgements give it.
  default String code() {
    return switch (this) {
      case Turns _ -> "turns";
      case Pair _ -> "pair";
      case OneText _ -> "text";
    };
  }

  /// The prompt.
  default Prompt prompt(Generation generation) {
    return switch (this) {
      case Turns _ -> new Prompt.Chat(turns(generation), new Form.Free());
      case Pair _ -> new Prompt.Input(List.of(Transcript.of(generation), generation.getResponse()));
      case OneText(Layout layout) ->
          new Prompt.Input(
              List.of(
                  layout.fill(
                      Map.of(
                          "instruction",
                          Transcript.of(generation),
                          "response",
                          generation.getResponse()))));
    };
  }

  private static List<Prompt.Turn> turns(Generation generation) {
    List<Prompt.Turn> turns = new ArrayList<>();
    for (Message message : generation.getConversation()) {
      turns.add(turn(message));
    }
    turns.add(new Prompt.Turn("user", generation.getInstruction()));
    turns.add(new Prompt.Turn("assistant", generation.getResponse()));
    return turns;
  }

  /// Chat templates know three roles; any other is a user's turn, under its own name.
  private static Prompt.Turn turn(Message message) {
    return switch (message.getRole()) {
      case "system", "user", "assistant" ->
          new Prompt.Turn(message.getRole(), message.getContent());
      case "" -> new Prompt.Turn("user", message.getContent());
      default ->
          new Prompt.Turn(
              "user", Transcript.speaker(message.getRole()) + ": " + message.getContent());
    };
  }
}
