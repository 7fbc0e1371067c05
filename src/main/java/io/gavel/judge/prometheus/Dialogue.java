package io.gavel.judge.prometheus;

import io.gavel.schema.Generation;
import io.gavel.schema.Message;
import java.util.Locale;

/// An instruction with the turns before it, laid out as in the MT-Bench prompts that Prometheus is
/// evaluated on: `User: ` with a space, an earlier `Assistant:` without one, and the last
/// `Assistant: ` left open. Those hold users and assistants only; any other role is laid out like a
/// user's, under its own name.
final class Dialogue {
  private static final String INTRODUCTION =
      "Here is a previous dialogue between an assistant and an user. "
          + "Generate a human preferable response by the assistant.\n";

  private Dialogue() {}

  /// The instruction as the judge sees it; without earlier turns, verbatim.
  static String instruction(Generation generation) {
    if (generation.getConversation().isEmpty()) {
      return generation.getInstruction();
    }
    StringBuilder text = new StringBuilder(INTRODUCTION);
    for (Message turn : generation.getConversation()) {
      text.append(speaker(turn.getRole())).append(turn.getContent()).append("\n\n");
    }
    return text.append("User: ")
        .append(generation.getInstruction())
        .append("\n\nAssistant: ")
        .toString();
  }

  private static String speaker(String role) {
    return switch (role) {
      case "assistant" -> "Assistant:";
      case "user", "" -> "User: ";
      default -> role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1) + ": ";
    };
  }
}
