package io.gavel.engine.ledger;

import java.util.List;

/// What of one partition one transaction can publish: outcomes, and the offset and map that answer
/// for exactly these and everything published before, from the same snapshot.
///
/// @param outcomes in the order of their offsets; not empty
/// @param offsets the offset of each
/// @param completed what is completed once the transaction is committed
/// @param map `completed` as text
/// @param <T> an outcome
public record Publishable<T>(
    List<T> outcomes, List<Long> offsets, CompletedOffsets completed, String map) {
  /// Checks and copies.
  public Publishable {
    outcomes = List.copyOf(outcomes);
    offsets = List.copyOf(offsets);
    if (outcomes.isEmpty() || outcomes.size() != offsets.size()) {
      throw new IllegalArgumentException(
          "%d outcomes at %d offsets".formatted(outcomes.size(), offsets.size()));
    }
  }
}
