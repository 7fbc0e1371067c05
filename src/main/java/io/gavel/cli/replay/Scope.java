package io.gavel.cli.replay;

import io.gavel.cli.tail.Filter;
import io.gavel.cli.tail.Subject;
import io.gavel.schema.Generation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Which generations are replayed.
///
/// @param from made then or later
/// @param to made before then; after `from`
/// @param names application and model
public record Scope(Instant from, Instant to, Filter names) implements Predicate<Generation> {
  @Override
  public boolean test(Generation generation) {
    Instant made = generation.getCreatedAt();
    return !made.isBefore(from)
        && made.isBefore(to)
        && names.test(
            new Subject(
                Optional.of(generation.getApplication()),
                Optional.of(generation.getModel()),
                List.of()));
  }
}
