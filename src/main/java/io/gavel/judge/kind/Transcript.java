package io.gavel.judge.kind;

import io.gavel.schema.Generation;
import io.gavel.schema.Message;
import java.util.Locale;

/// An instruction with the turns before it as one text, for judges that were trained on no layout
/// of their own: `User: `, `Assistant: ` or the role's own name before each turn, and an empty line
/// between them.
public final class Transcript {
  private Transcript() {}

  /// The text; without earlier turns the instruction, verbatim.
  public static String of(Generation generation) {
    if (generation.getConversation().isEmpty()) {
      return generation.getInstruction();
    }
    StringBuilder text = new StringBuilder();
    for (Message turn : generation.getConversation()) {
      text.append(speaker(turn.getRole())).append(": ").append(turn.getContent()).append("\n\n");
    }
    return text.append("User: ").append(generation.getInstruction()).toString();
  }

  /// A role as a transcript names it: `user` is `User`, and so is one without a name.
  public static String speaker(String role) {
    return role.isEmpty()
        ? "User"
        : role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
  }
}
