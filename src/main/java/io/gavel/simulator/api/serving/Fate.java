package io.gavel.simulator.api.serving;

import io.gavel.hash.Ids;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/// What is decided about one request before it is answered.
///
/// @param seed the pool's
/// @param key a hash of what is asked
/// @param occurrence how often the pool was asked the same before
/// @param fault what goes wrong; null: nothing
public record Fate(long seed, String key, int occurrence, @Nullable Fault fault) {
  /// What goes wrong; null: nothing.
  public @Nullable FaultKind kind() {
    return fault == null ? null : fault.kind();
  }

  /// How many times longer than others it takes.
  public double stretch() {
    return fault == null || fault.factor() == null ? 1 : fault.factor();
  }

  /// The answer's id.
  public String id() {
    return Ids.hash("" + seed, key, "" + occurrence);
  }

  /// What decides at random about one of its answers.
  ///
  /// @param sample which, from 0
  public String[] draw(int sample) {
    return new String[] {"" + seed, key, "" + occurrence, "" + sample};
  }
}
