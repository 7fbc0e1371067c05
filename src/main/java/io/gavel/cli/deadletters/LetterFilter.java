package io.gavel.cli.deadletters;

import io.gavel.cli.tail.Filter;
import io.gavel.cli.tail.Views;
import io.gavel.schema.DeadLetter;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which dead letters are meant: those that pass everything that is given.
///
/// @param reasons reason codes; empty: any
/// @param stage the stage's code; empty: any
/// @param names application, model and rubric
/// @param since failed then or later; empty: ever
/// @param until failed before then; empty: ever
public record LetterFilter(
    Set<String> reasons,
    Optional<String> stage,
    Filter names,
    Optional<Instant> since,
    Optional<Instant> until)
    implements Predicate<DeadLetter> {
  /// Copies.
  public LetterFilter {
    reasons = Set.copyOf(reasons);
  }

  @Override
  public boolean test(DeadLetter letter) {
    return (reasons.isEmpty() || reasons.contains(letter.getReason()))
        && stage.map(letter.getStage()::equals).orElse(true)
        && since.map(instant -> !letter.getFailedAt().isBefore(instant)).orElse(true)
        && until.map(instant -> letter.getFailedAt().isBefore(instant)).orElse(true)
        && names.test(Views.DEAD_LETTERS.subject().apply(letter));
  }
}
