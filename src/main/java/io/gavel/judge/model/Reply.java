package io.gavel.judge.model;

import io.gavel.judge.exchange.Answer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of one call. The details are for people; they hold neither prompt nor answer nor key.
public sealed interface Reply {
  /// The model answered.
  ///
  /// @param answers as many as were asked for, or fewer; not empty
  /// @param model the model as the server names it
  /// @param endpoint the base URL that answered, without credentials
  /// @param promptTokens as the server counted them; null where it did not say
  /// @param completionTokens likewise, of all answers together
  /// @param standIn whether the server says that it only stands in for a model
  record Answered(
      List<Answer> answers,
      String model,
      String endpoint,
      @Nullable Integer promptTokens,
      @Nullable Integer completionTokens,
      boolean standIn)
      implements Reply {
    /// Copies.
    public Answered {
      answers = List.copyOf(answers);
    }
  }

  /// The server refused this very request; asking again would not help.
  ///
  /// @param contextTooLong whether because the prompt does not fit into the model's context
  /// @param detail why
  /// @param body what the server said, verbatim; null where it is not kept
  /// @param standIn whether the server says that it only stands in for a model
  record Refused(boolean contextTooLong, String detail, @Nullable String body, boolean standIn)
      implements Reply {}

  /// The call failed; asking again may help, and counts.
  sealed interface Transient extends Reply {
    /// What happened.
    String detail();
  }

  /// The server has too much to do.
  ///
  /// @param detail what happened
  /// @param retryAfter how long it asks to be left alone; zero where it did not say
  record Overloaded(String detail, Duration retryAfter) implements Transient {}

  /// Time-out, reset, a broken answer, an internal error.
  ///
  /// @param detail what happened
  record Failed(String detail) implements Transient {}

  /// No request can be asked here at present, whichever it is: waited for, and not counted.
  sealed interface Unavailable extends Reply {
    /// What happened, and where.
    String detail();
  }

  /// No connection could be made; or this call failed after every endpoint had failed before and
  /// none had answered since.
  ///
  /// @param detail what happened, and where
  record Unreachable(String detail) implements Unavailable {}

  /// The server does not accept the key, the model or the path, or we do not accept its
  /// certificate.
  ///
  /// @param detail what happened, where, and what to check
  /// @param suspect what the server may have meant
  record Misconfigured(String detail, Suspect suspect) implements Unavailable {}

  /// What a server may have meant that does not take a request.
  enum Suspect {
    /// The settings: it takes none.
    SETTINGS,
    /// The settings or this very request, as a firewall before it does.
    EITHER,
    /// This very request, as it has answered others meanwhile.
    REQUEST
  }
}
