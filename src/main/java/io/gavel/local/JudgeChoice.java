package io.gavel.local;

import io.gavel.config.Secret;
import java.net.URI;

/// Who judges on the local system.
public sealed interface JudgeChoice {
  /// Stand-in servers, started with everything else.
  ///
  /// @param servers how many, at least 1
  /// @param seed decides how they waver and how long they take
  record StandIns(int servers, long seed) implements JudgeChoice {
    /// Checks.
    public StandIns {
      if (servers < 1) {
        throw new IllegalArgumentException("stand-in servers: " + servers + " is not above 0");
      }
    }
  }

  /// A judge that runs elsewhere.
  ///
  /// @param endpoint the base URL of an OpenAI-compatible server, with `/v1`
  /// @param model the judge model, as the server names it
  /// @param key sent as a bearer token where it is set
  record Real(URI endpoint, String model, Secret key) implements JudgeChoice {}
}
