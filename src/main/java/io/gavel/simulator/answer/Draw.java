package io.gavel.simulator.answer;

import io.gavel.hash.Ids;
import java.util.ArrayList;
import java.util.List;

/// Random draws that are hashes: the same parts give the same.
public final class Draw {
  private Draw() {}

  /// Uniform in [0, 1).
  ///
  /// @param purpose what it is for: draws for different purposes are independent
  public static double uniform(String purpose, String... parts) {
    List<String> all = new ArrayList<>();
    all.add(purpose);
    all.addAll(List.of(parts));
    return Ids.uniform(all.toArray(String[]::new));
  }

  /// Standard normal, by Box and Muller's method (1958).
  ///
  /// @param purpose what it is for: draws for different purposes are independent
  public static double normal(String purpose, String... parts) {
    double radius = Math.sqrt(-2 * Math.log1p(-uniform(purpose + " radius", parts)));
    return radius * Math.cos(2 * Math.PI * uniform(purpose + " angle", parts));
  }
}
