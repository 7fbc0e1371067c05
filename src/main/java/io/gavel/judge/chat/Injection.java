package io.gavel.judge.chat;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.gavel.judge.kind.ResultMarker;
import java.util.List;
import java.util.regex.Pattern;

/// The signs by which text poses as the judge's own answer, as part of its prompt or as a turn of
/// its conversation. The patterns repeat nothing without a bound, so searching takes time linear in
/// the text.
final class Injection {
  /// The keys of a JSON answer.
  private static final Pattern KEY =
      Pattern.compile("\"(?:feedback|score|better|item_[0-9]{1,3})\"\\s{0,4}:", CASE_INSENSITIVE);

  /// A line that poses as the end or the beginning of what is assessed.
  private static final Pattern FENCE =
      Pattern.compile(
          "\\[ {0,2}(?:begin|end) {1,2}(?:of )?(?:earlier turns|task|response|reference)",
          CASE_INSENSITIVE);

  /// The signs by which models' chat templates part turns, and reasoning models their thoughts.
  private static final Pattern TURN =
      Pattern.compile(
          "<\\|(?:im_start|im_end|eot_id|start_header_id|end_header_id|system|user|assistant|end)\\|>"
              + "|\\[/?INST]|<</?SYS>>|<(?:start|end)_of_turn>|</?think>|</?s>",
          CASE_INSENSITIVE);

  /// How much of an answer is looked for in what is assessed.
  private static final int BEGINNING = 200;

  private Injection() {}

  /// Whether a text under evaluation shows any of the signs.
  static boolean suspected(String text) {
    return ResultMarker.ALIKE.matcher(text).find()
        || KEY.matcher(text).find()
        || FENCE.matcher(text).find()
        || TURN.matcher(text).find();
  }

  /// Whether an answer in JSON may be copied from a text that holds one itself: as it is, or its
  /// feedback word for word. The first characters decide, so that it takes time linear in the text.
  static boolean copied(String json, String feedback, List<String> assessed) {
    String answer = beginning(json);
    String words = beginning(feedback.strip());
    return assessed.stream()
        .filter(text -> KEY.matcher(text).find())
        .anyMatch(text -> text.contains(answer) || (!words.isEmpty() && text.contains(words)));
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(text.length(), BEGINNING));
  }
}
