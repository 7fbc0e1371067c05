package io.gavel.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trace of one call of a judge model; it ends once, and what comes after that is ignored. For
/// any thread.
public interface CallTrace {
  /// What goes with the call to the server.
  TraceContext context();

  /// The model answered.
  ///
  /// @param model as the server names it
  /// @param finishReasons of each answer, `stop` or `length`
  /// @param promptTokens as the server counted them; null where it did not say
  /// @param completionTokens likewise
  void answered(
      String model,
      List<String> finishReasons,
      @Nullable Integer promptTokens,
      @Nullable Integer completionTokens);

  /// It did not.
  ///
  /// @param type why, one of few words
  void failed(String type);
}
