package io.gavel.simulator.answer;

import io.gavel.simulator.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a stand-in says, and the same as a broken judge would say it.
///
/// @param words all before the verdict, such as the feedback from `Feedback:` on
/// @param room where in the words more can be said; [#NO_ROOM] where the answer's form allows none
/// @param verdict null where it has none
public record StandInAnswer(String words, int room, @Nullable Verdict verdict) {
  /// The answer cannot be made longer.
  public static final int NO_ROOM = -1;

  private static final String FILLER = " No model wrote this; it makes the answer longer.";

  /// Words that can be made longer at their end.
  static StandInAnswer of(String words, @Nullable Verdict verdict) {
    return new StandInAnswer(words, words.length(), verdict);
  }

  /// All it says.
  public String text() {
    return verdict == null ? words : words + verdict.text();
  }

  /// All it says, token by token: joined, they are the text. The verdict's token is one of its own.
  public List<AnswerToken> tokens() {
    List<AnswerToken> tokens = new ArrayList<>();
    addCertain(tokens, verdict == null ? words : words + verdict.lead());
    if (verdict != null) {
      tokens.add(new AnswerToken(verdict.token(), verdict.chances()));
      addCertain(tokens, verdict.tail());
    }
    return tokens;
  }

  private static void addCertain(List<AnswerToken> tokens, String text) {
    Tokens.split(text).forEach(token -> tokens.add(new AnswerToken(token, List.of())));
  }

  /// The same in so many tokens, where it is shorter and has room.
  public StandInAnswer atLeast(int count) {
    int missing = count - tokens().size();
    if (missing <= 0 || room == NO_ROOM) {
      return this;
    }
    List<String> filler = Tokens.split(FILLER);
    StringBuilder longer = new StringBuilder(words.substring(0, room));
    for (int i = 0; i < missing; i++) {
      longer.append(filler.get(i % filler.size()));
    }
    return new StandInAnswer(longer + words.substring(room), longer.length(), verdict);
  }

  /// The same without its verdict.
  public StandInAnswer withoutVerdict() {
    return new StandInAnswer(words, room, null);
  }

  /// The same with a second, different verdict behind the first; as it is where it has none.
  public StandInAnswer withTwoVerdicts() {
    return verdict == null
        ? this
        : new StandInAnswer(text() + " and then again", NO_ROOM, verdict.other());
  }

  /// Words that have nothing to do with any prompt, and no verdict.
  public static StandInAnswer nonsense() {
    return of(
        "Stand-in, no model: colourless green ideas sleep furiously, and the rest is noise.", null);
  }

  /// Nothing at all.
  public static StandInAnswer empty() {
    return new StandInAnswer("", NO_ROOM, null);
  }
}
