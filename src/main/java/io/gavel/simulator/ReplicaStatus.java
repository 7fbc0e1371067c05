package io.gavel.simulator;

import io.gavel.simulator.api.serving.ReplicaMeters;
import io.gavel.simulator.model.Load;
import java.net.URI;

/// How one replica is.
///
/// @param number its number, from 1
/// @param endpoint its base URL, with `/v1`
/// @param state whether its port is open
/// @param connections how many there are
/// @param load what it is doing
/// @param counts what it has done
public record ReplicaStatus(
    int number,
    URI endpoint,
    State state,
    int connections,
    Load load,
    ReplicaMeters.Counts counts) {
  /// Whether a replica's port is open, and if not, why.
  public enum State {
    /// It is.
    UP,
    /// It was stopped.
    STOPPED,
    /// A fault keeps it closed.
    DOWN
  }
}
