package io.gavel.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Asks the other workers for what they know themselves. For any thread.
@FunctionalInterface
public interface OtherWorkers {
  /// Where there are none.
  OtherWorkers NONE = _ -> new Told(List.of(), List.of());

  /// Asks all of them at once and waits, for a bounded time.
  ///
  /// @param pathAndQuery what to ask each for; it asks for what the worker has itself
  ///   (`local=true`), so that none asks further
  Told ask(String pathAndQuery);

  /// What they told.
  ///
  /// @param answers of those that answered, in their order
  /// @param missing where the others are, `host:port`
  record Told(List<JsonNode> answers, List<String> missing) {
    /// Copies.
    public Told {
      answers = List.copyOf(answers);
      missing = List.copyOf(missing);
    }
  }
}
