package io.gavel.cli;

import io.gavel.cli.deadletters.LetterFilter;
import io.gavel.cli.tail.Filter;
import io.gavel.cli.text.TerminalText;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.Stage;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options that say which dead letters are meant.
final class LetterOptions {
  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      converter = ReasonConverter.class,
      completionCandidates = Reasons.class,
      description = "Only those of this reason; may be repeated. One of ${COMPLETION-CANDIDATES}.")
  private List<Reason> reasons = List.of();

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      completionCandidates = Stages.class,
      description = "Only those that failed there: ${COMPLETION-CANDIDATES}.")
  private @Nullable Stage stage;

  @Option(
      names = "--application",
      paramLabel = "NAME",
      description = "Only those of this application; * stands for any characters.")
  private @Nullable String application;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Only those of this model; likewise.")
  private @Nullable String model;

  @Option(
      names = "--rubric",
      paramLabel = "ID",
      description = "Only those of this rubric; likewise.")
  private @Nullable String rubric;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only those that failed then or later: 2h ago, the day 2026-11-22, or"
              + " 2026-11-22T09:30:00Z.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only those that failed before then; likewise.")
  private @Nullable String until;

  /// For picocli.
  LetterOptions() {}

  /// The filter.
  ///
  /// @param now what "ago" counts from
  /// @param spec the command's, for what is wrong
  LetterFilter filter(Instant now, @Nullable CommandSpec spec) {
    return new LetterFilter(
        reasons.stream().map(Reason::code).collect(Collectors.toSet()),
        Optional.ofNullable(stage).map(Stage::code),
        new Filter(application, model, rubric),
        instant("--since", since, now, spec),
        instant("--until", until, now, spec));
  }

  private static Optional<Instant> instant(
      String option, @Nullable String text, Instant now, @Nullable CommandSpec spec) {
    return Optional.ofNullable(text).map(it -> Moment.of(spec, option, it, now));
  }

  /// The reasons, for picocli.
  static final class Reasons implements Iterable<String> {
    /// For picocli.
    Reasons() {}

    @Override
    public Iterator<String> iterator() {
      return codes().iterator();
    }

    private static List<String> codes() {
      return Stream.of(Reason.values()).map(Reason::code).toList();
    }
  }

  /// The stages, for picocli.
  static final class Stages implements Iterable<String> {
    /// For picocli.
    Stages() {}

    @Override
    public Iterator<String> iterator() {
      return Stream.of(Stage.values()).map(Stage::code).iterator();
    }
  }

  /// Reads a reason's code.
  static final class ReasonConverter implements ITypeConverter<Reason> {
    /// For picocli.
    ReasonConverter() {}

    @Override
    public Reason convert(String value) {
      return Stream.of(Reason.values())
          .filter(reason -> reason.code().equalsIgnoreCase(value.strip()))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is no reason; the reasons are %s"
                      .formatted(TerminalText.line(value), String.join(", ", Reasons.codes()))));
    }
  }
}
