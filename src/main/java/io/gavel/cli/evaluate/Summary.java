package io.gavel.cli.evaluate;

import io.gavel.agreement.Bootstrap;
import io.gavel.cli.text.TerminalText;
import io.gavel.config.JudgeProfile;
import io.gavel.evaluate.Outcome;
import io.gavel.evaluate.measure.DirectMeasures;
import io.gavel.evaluate.measure.LabelMeasures;
import io.gavel.evaluate.measure.PairMeasures;
import io.gavel.evaluate.measure.Published;
import io.gavel.evaluate.report.Report;
import io.gavel.evaluate.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// Makes the report of an evaluation: what was evaluated, and what was found. Pure.
///
/// @param file the file's name, fit to be printed
/// @param format the data's format
/// @param counts how many records are items
/// @param bootstrap draws the intervals
public record Summary(String file, String format, Survey.Counts counts, Bootstrap bootstrap) {
  private static final int FACT_COLUMNS = 200;

  /// The report on labels alone.
  public Report ofLabels(LabelMeasures labels) {
    return new Report(title(), facts(), List.of(), labels.sections(bootstrap));
  }

  /// The report on a judge.
  ///
  /// @param name the judge profile's name
  /// @param profile its settings
  /// @param result what came of asking it
  /// @param labelRun the run that is the label, from 1 up; empty: the mean of all
  public Report ofJudge(
      String name, JudgeProfile profile, JudgeRun.Result result, OptionalInt labelRun) {
    Map<String, String> facts = facts();
    facts.put("judge profile", TerminalText.line(name, FACT_COLUMNS));
    facts.put(
        "kind and model",
        TerminalText.line("%s, %s".formatted(profile.kind(), profile.model()), FACT_COLUMNS));
    facts.put(
        "answers",
        "%s, of which %s were known from an earlier run"
            .formatted(number(result.known() + result.judged()), number(result.known())));
    List<Section> sections = new ArrayList<>();
    DirectMeasures.section(result.items(), bootstrap, labelRun, published())
        .ifPresent(sections::add);
    PairMeasures.section(result.items(), bootstrap).ifPresent(sections::add);
    boolean standIn =
        result.items().stream()
            .anyMatch(item -> item.outcomes().stream().anyMatch(Outcome::standIn));
    return new Report(
        title(),
        facts,
        standIn
            ? List.of("A stand-in judged, not a model: these numbers say nothing about any judge.")
            : List.of(),
        sections);
  }

  private String title() {
    return "Evaluation of " + file;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", format);
    facts.put(
        "items",
        counts.bad() == 0
            ? number(counts.items())
            : "%s; %s records cannot be used"
                .formatted(number(counts.items()), number(counts.bad())));
    return facts;
  }

  /// By the file's name, for want of anything in it that says which data set it is.
  private Published published() {
    return format.equals("prometheus-scores")
            && file.toLowerCase(Locale.ROOT).matches(".*mt[_-]?bench.*")
        ? Published.MT_BENCH
        : Published.NOTHING;
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
