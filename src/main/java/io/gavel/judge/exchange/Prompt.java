package io.gavel.judge.exchange;

import java.util.List;

/// What a judge model is shown. A prompt holds hostile text; none of these is ever logged.
public sealed interface Prompt {
  /// How long it is, in characters.
  int length();

  /// A conversation whose next turn the model writes.
  ///
  /// @param turns oldest first; not empty
  /// @param form what the answer must look like, where the server can enforce it
  record Chat(List<Turn> turns, Form form) implements Prompt {
    /// Copies.
    public Chat {
      turns = List.copyOf(turns);
    }

    /// A single user message, answered freely.
    public static Chat user(String text) {
      return new Chat(List.of(new Turn("user", text)), new Form.Free());
    }

    @Override
    public int length() {
      return turns.stream().mapToInt(turn -> turn.content().length()).sum();
    }

    /// Without the text, so that it cannot reach a log.
    @Override
    public String toString() {
      return "Chat[" + length() + " characters]";
    }
  }

  /// One turn of a conversation.
  ///
  /// @param role `system`, `user` or `assistant`
  /// @param content its text
  record Turn(String role, String content) {
    /// Without the text, so that it cannot reach a log.
    @Override
    public String toString() {
      return "Turn[" + role + ", " + content.length() + " characters]";
    }
  }

  /// A text that the model goes on with.
  ///
  /// @param text verbatim, chat template included
  /// @param form what the answer must look like, where the server can enforce it
  record Text(String text, Form form) implements Prompt {
    @Override
    public int length() {
      return text.length();
    }

    /// Without the text, so that it cannot reach a log.
    @Override
    public String toString() {
      return "Text[" + text.length() + " characters]";
    }
  }

  /// A text, or two that belong together, that a classifier gives numbers for.
  ///
  /// @param texts one or two
  record Input(List<String> texts) implements Prompt {
    /// Checks and copies.
    public Input {
      texts = List.copyOf(texts);
      if (texts.isEmpty() || texts.size() > 2) {
        throw new IllegalArgumentException("one or two texts, not " + texts.size());
      }
    }

    @Override
    public int length() {
      return texts.stream().mapToInt(String::length).sum();
    }

    /// Without the texts, so that they cannot reach a log.
    @Override
    public String toString() {
      return "Input[" + length() + " characters]";
    }
  }
}
