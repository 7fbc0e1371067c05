package io.gavel.soak;

import java.nio.file.Path;
import java.time.Duration;

/// What a run is told.
///
/// @param seed decides the faults, and what is sent how
/// @param faults how many
/// @param requestsPerSecond how many requests are sent while the faults go on
/// @param limit how long it may take in all
/// @param stall how long nothing may come out while something is outstanding
record SoakSettings(long seed, int faults, int requestsPerSecond, Duration limit, Duration stall) {
  /// Where its logs stay.
  Path folder() {
    return Path.of("target", "soak", Long.toString(seed)).toAbsolutePath();
  }
}
