package io.gavel.cli.apply;

import io.gavel.cli.text.TerminalText;
import java.util.List;
import java.util.stream.Stream;

/// A plan for a person: one line per change. References are only counted.
public final class PlanText {
  private PlanText() {}

  /// The lines, safe to print.
  public static List<String> lines(Plan plan) {
    int width =
        plan.changes().stream()
            .filter(change -> change.kind() != Kind.REFERENCE || change instanceof Change.Deleted)
            .mapToInt(change -> TerminalText.width(name(change)))
            .max()
            .orElse(0);
    long references = plan.changes().stream().filter(Change.NotCompared.class::isInstance).count();
    Stream<String> compared =
        plan.changes().stream()
            .filter(change -> !(change instanceof Change.NotCompared))
            .map(change -> line(change, width));
    return references == 0
        ? compared.toList()
        : Stream.concat(
                compared,
                Stream.of(
                    "> references: %d, sent without comparing, there may be millions on the cluster"
                        .formatted(references)))
            .toList();
  }

  private static String line(Change change, int width) {
    return switch (change) {
      case Change.New ignored -> "+ " + TerminalText.cell(name(change), width) + "  new";
      case Change.Changed changed ->
          "~ "
              + TerminalText.cell(name(change), width)
              + "  changed: "
              + String.join(", ", changed.fields());
      case Change.Unchanged ignored ->
          "  " + TerminalText.cell(name(change), width) + "  unchanged";
      case Change.NotCompared ignored -> "> " + TerminalText.cell(name(change), width) + "  sent";
      case Change.Deleted ignored -> "- " + TerminalText.cell(name(change), width) + "  deleted";
    };
  }

  private static String name(Change change) {
    return TerminalText.line(change.kind().singular() + " " + change.id());
  }
}
