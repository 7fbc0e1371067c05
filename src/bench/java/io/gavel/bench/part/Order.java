package io.gavel.bench.part;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The order of the contestants, another one in every round, so that none always runs after the
/// same or first.
final class Order {
  private Order() {}

  /// The list rotated by the round, and reversed in every second one.
  static <T> List<T> of(List<T> contestants, int round) {
    List<T> order = new ArrayList<>(contestants);
    Collections.rotate(order, -(round / 2));
    return round % 2 == 0 ? order : order.reversed();
  }
}
