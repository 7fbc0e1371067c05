package io.gavel.cli.tail;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which records are shown. A name matches itself; `*` in it stands for any characters, as in
/// policies.
public final class Filter implements Predicate<Subject> {
  private final Optional<Pattern> application;
  private final Optional<Pattern> model;
  private final Optional<Pattern> rubric;

  /// @param application null: any
  /// @param model null: any
  /// @param rubric null: any; otherwise at least one of the record's
  public Filter(@Nullable String application, @Nullable String model, @Nullable String rubric) {
    this.application = pattern(application);
    this.model = pattern(model);
    this.rubric = pattern(rubric);
  }

  @Override
  public boolean test(Subject subject) {
    return matches(application, subject.application().stream())
        && matches(model, subject.model().stream())
        && matches(rubric, subject.rubrics().stream());
  }

  private static boolean matches(Optional<Pattern> pattern, Stream<String> names) {
    return pattern.isEmpty() || names.anyMatch(name -> pattern.get().matcher(name).matches());
  }

  private static Optional<Pattern> pattern(@Nullable String name) {
    return Optional.ofNullable(name)
        .map(text ->
            Pattern.compile(
                Stream.of(text.split("\\*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")),
                Pattern.DOTALL));
  }
}
