package io.gavel.simulator.fault;

/// How a replica is.
///
/// @param isDown whether its port is closed
/// @param capacity what its slots are multiplied by
/// @param slowness how many times slower it computes
public record Condition(boolean isDown, double capacity, double slowness) {
  /// Nothing is wrong with it.
  public static final Condition SOUND = new Condition(false, 1, 1);

  Condition with(Fault fault) {
    double factor = fault.factor() == null ? 1 : fault.factor();
    if (fault.kind() == FaultKind.DOWN) {
      return new Condition(true, capacity, slowness);
    }
    return fault.kind() == FaultKind.CAPACITY
        ? new Condition(isDown, capacity * factor, slowness)
        : new Condition(isDown, capacity, slowness * factor);
  }
}
