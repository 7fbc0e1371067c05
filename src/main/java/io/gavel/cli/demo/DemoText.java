package io.gavel.cli.demo;

import io.gavel.cli.demo.Table.Cell;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the demo shows, as lines. Pure.
///
/// @param style how text may be dressed
/// @param width how many columns a line has
/// @param zone the time zone of the times
public record DemoText(Style style, int width, ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final String INDENT = "  ";
  private static final int TREND_STEPS = 16;
  private static final int RECENT_SECONDS = 60;
  private static final int WORDS_LINES = 3;
  private static final int SUMMARY_LINES = 4;

  /// A drift alert that is raised or cleared, as soon as it is.
  public List<String> alert(Alert alert) {
    boolean isOver = alert.getState() == AlertState.CLEARED;
    String head = isOver ? "CLEARED" : "ALERT";
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        style.bold(isOver ? head : style.bad(head))
            + INDENT
            + style.bold(
                TerminalText.line(
                    alert.getModel() + " in " + alert.getApplication() + ", " + alert.getRubricId(),
                    width - head.length() - INDENT.length())));
    TerminalText.wrapped(alert.getSummary(), width - INDENT.length() - 1, SUMMARY_LINES)
        .forEach(line -> lines.add(INDENT + line));
    if (!isOver && !alert.getExamples().isEmpty()) {
      lines.add(
          INDENT + style.dim("judge requests to read: " + String.join(", ", alert.getExamples())));
    }
    if (alert.getStandIn()) {
      lines.add(INDENT + style.dim("by scores of a stand-in, not a model"));
    }
    lines.add("");
    return lines;
  }

  /// All drift alerts, in the order in which they were raised.
  public List<String> alerts(List<Alert> alerts) {
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("Drift alerts: what is no longer what it was"));
    for (Alert alert : alerts) {
      String state = alert.getState() == AlertState.CLEARED ? "cleared" : "open";
      lines.add(INDENT + (alert.getState() == AlertState.CLEARED ? state : style.bad(state)));
      TerminalText.wrapped(alert.getSummary(), width - 2 * INDENT.length() - 1, SUMMARY_LINES)
          .forEach(line -> lines.add(INDENT + INDENT + line));
    }
    if (alerts.isEmpty()) {
      lines.add(INDENT + style.dim("none"));
    }
    return lines;
  }

  /// The latest scores with the judge's words, newest first.
  ///
  /// @param rows how many at most
  public List<String> latest(Tally tally, int rows) {
    List<Feedback> shown =
        tally.latest().stream()
            .sorted(
                Comparator.comparing((Feedback it) -> it.getJudgement().getJudgedAt()).reversed())
            .limit(rows)
            .toList();
    List<List<Cell>> table = new ArrayList<>();
    table.add(heads("time", "score", "application", "model", "rubric", ""));
    for (Feedback feedback : shown) {
      table.add(
          List.of(
              dim(Cell.left(TIME.format(feedback.getJudgement().getJudgedAt().atZone(zone)))),
              score(feedback),
              Cell.left(feedback.getApplication()),
              Cell.left(feedback.getModel()),
              Cell.left(feedback.getRubricId()),
              flags(feedback)));
    }
    List<String> facts = Table.lines(table);
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("Latest scores, with the judge's words"));
    lines.add(INDENT + facts.getFirst());
    String indent = INDENT + " ".repeat("HH:mm:ss".length() + 2);
    for (int i = 0; i < shown.size(); i++) {
      lines.add(INDENT + facts.get(i + 1));
      TerminalText.wrapped(shown.get(i).getFeedback(), width - indent.length() - 1, WORDS_LINES)
          .forEach(line -> lines.add(indent + style.dim(line)));
    }
    if (tally.standIn()) {
      lines.add(INDENT + standInNote());
    }
    return lines;
  }

  /// The mean score of each application and model.
  ///
  /// @param now the time of the trend's last step; null leaves out what changes with time
  public List<String> scoreboard(Tally tally, @Nullable Instant now) {
    String mark = tally.standIn() ? "*" : "";
    List<List<Cell>> table = new ArrayList<>();
    List<Cell> head = new ArrayList<>(heads("application", "model"));
    for (String name : List.of("judged", "mean", "1", "2", "3", "4", "5")) {
      head.add(dim(Cell.right(name)));
    }
    if (now != null) {
      head.add(dim(Cell.right("last minute")));
      head.add(dim(Cell.left("trend, 15 s a step")));
    }
    table.add(head);
    tally
        .scores()
        .forEach((series, scores) -> {
          List<Cell> row = new ArrayList<>();
          row.add(Cell.left(series.application()));
          row.add(Cell.left(series.model()));
          row.add(Cell.right(Long.toString(scores.count())));
          row.add(mean(scores.mean(), mark));
          scores.histogram().forEach(count -> row.add(Cell.right(count == 0 ? "-" : "" + count)));
          if (now != null) {
            Double recent = scores.meanSince(now.minusSeconds(RECENT_SECONDS));
            row.add(recent == null ? Cell.right("-") : mean(recent, mark));
            row.add(trend(scores.trend(now, TREND_STEPS)));
          }
          table.add(row);
        });
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("Mean score over all rubrics, and how often each score was given"));
    Table.lines(table).forEach(line -> lines.add(INDENT + line));
    return lines;
  }

  /// How often which model's answer to the same instruction was preferred.
  public List<String> preferences(Tally tally) {
    String mark = tally.standIn() ? "*" : "";
    List<List<Cell>> table = new ArrayList<>();
    List<Cell> head = new ArrayList<>(heads("rubric", "model", "against"));
    for (String name : List.of("preferred", "not", "tie", "of these by position")) {
      head.add(dim(Cell.right(name)));
    }
    table.add(head);
    tally
        .preferences()
        .forEach((match, preferences) -> {
          List<Cell> row = new ArrayList<>();
          row.add(Cell.left(match.rubric()));
          row.add(Cell.left(match.first()));
          row.add(Cell.left(match.second()));
          row.add(Cell.right(preferences.won(match.first()) + mark));
          row.add(Cell.right(preferences.won(match.second()) + mark));
          row.add(Cell.right(Integer.toString(preferences.ties())));
          row.add(Cell.right(Integer.toString(preferences.disagreed())));
          table.add(row);
        });
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("Which model's answer is preferred, each pair asked in both orders"));
    Table.lines(table).forEach(line -> lines.add(INDENT + line));
    return lines;
  }

  /// What became of the generations, and why some were not judged.
  ///
  /// @param reasons the number of generations that yielded no judge request, by reason
  /// @param waiting generations that wait for a rubric or a reference
  public List<String> funnel(Tally tally, Map<String, Long> reasons, long waiting) {
    Tally.Counts counts = tally.counts();
    List<List<Cell>> table = new ArrayList<>();
    table.add(row(counts.generations(), "generations sent"));
    table.add(
        row(counts.judgeRequests(), "judge requests, each one generation or pair by one rubric"));
    table.add(row(counts.feedback(), "judged"));
    if (counts.open() > 0) {
      table.add(row(counts.open(), "under way"));
    }
    if (waiting > 0) {
      table.add(row(waiting, "waiting for a rubric or a reference answer"));
    }
    reasons.forEach(
        (reason, count) -> table.add(row(count, "not judged: " + reason + explained(reason))));
    Map<String, Long> dead = new LinkedHashMap<>();
    for (DeadLetter letter : tally.deadLetters()) {
      dead.merge("dead letters: " + letter.getReason() + ": " + letter.getDetail(), 1L, Long::sum);
    }
    dead.forEach((text, count) -> table.add(row(count, text)));
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("Where the generations went"));
    Table.lines(table)
        .forEach(
            line -> lines.add(INDENT + TerminalText.line(line.strip(), width - INDENT.length())));
    return lines;
  }

  /// Where to look next.
  public List<String> next(
      String bootstrapServers, String registryUrl, URI worker, Optional<URI> judgesControl) {
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("Open " + worker + " in a browser") + ": scores, drift and judges, live");
    lines.add(style.bold("Look around, in another terminal, while this runs"));
    lines.add(INDENT + "export GAVEL_KAFKA_BOOTSTRAP_SERVERS=" + bootstrapServers);
    lines.add(INDENT + "export GAVEL_REGISTRY_URL=" + registryUrl);
    lines.add(INDENT + "./gavel tail feedback        " + style.dim("scores as they come"));
    lines.add(INDENT + "./gavel tail alerts          " + style.dim("what got worse, or came back"));
    lines.add(
        INDENT + "./gavel tail dead-letters    " + style.dim("what could not be judged, and why"));
    lines.add(
        INDENT + "curl " + worker + "/metrics         " + style.dim("what the worker counts"));
    lines.add(INDENT + "curl " + worker + "/health/ready    " + style.dim("how its roles stand"));
    lines.add(
        INDENT
            + "curl "
            + worker
            + "/get_reward -d '{\"query\": [\"Why? So.\"], \"prompts\": [\"Why?\"]}'    "
            + style.dim("a trainer asks"));
    judgesControl.ifPresent(control -> {
      String call = INDENT + "curl -X POST " + control + "/judges/1/";
      lines.add(call + "stop     " + style.dim("judge 1 goes down; the rest, by number, likewise"));
      lines.add(call + "start    " + style.dim("and comes back"));
    });
    lines.add(style.dim("Ctrl-C ends it and leaves nothing behind."));
    return lines;
  }

  /// What the mark of a stand-in's scores means.
  public String standInNote() {
    return style.dim(
        "* by a stand-in, not a model: it shows that the pipeline works, nothing about the"
            + " response");
  }

  private static String explained(String reason) {
    return switch (reason) {
      case "no_policy" -> " (no policy selects its application, model and tags)";
      case "filtered" -> " (its tags or fields are filtered out)";
      case "not_sampled" -> " (the policies' sampling left it out)";
      default -> "";
    };
  }

  private Cell flags(Feedback feedback) {
    Cell cell = Cell.left(String.join(" ", feedback.getFlags()));
    return cell.as(style.bad(cell.text()));
  }

  private Cell score(Feedback feedback) {
    String mark = feedback.getJudgement().getStandIn() ? "*" : "";
    int lowest = feedback.getScaleMinimum();
    int highest = feedback.getScaleMaximum();
    return feedback
        .getScore()
        .map(score -> {
          String text =
              score
                  + "/"
                  + highest
                  + mark
                  + feedback.getExpectedScore().map(" (%.1f)"::formatted).orElse("");
          double share = (double) (score - lowest) / (highest - lowest);
          return Cell.left(text).as(style.graded(share, text));
        })
        .orElseGet(() -> preference(feedback, mark));
  }

  /// The verdict on a pair, from the side of the response that was shown first.
  private Cell preference(Feedback feedback, String mark) {
    return feedback
        .getPreferred()
        .map(preferred ->
            switch (preferred) {
              case FIRST -> Cell.left("better" + mark).as(style.graded(1, "better" + mark));
              case SECOND -> Cell.left("worse" + mark).as(style.graded(0, "worse" + mark));
              case TIE -> Cell.left("tie" + mark);
            })
        .orElseGet(() -> Cell.left("-"));
  }

  private Cell mean(double mean, String mark) {
    String text = "%.2f%s".formatted(mean, mark);
    return Cell.right(text).as(style.graded((mean - 1) / 4, text));
  }

  private Cell trend(List<@Nullable Double> means) {
    StringBuilder plain = new StringBuilder();
    StringBuilder dressed = new StringBuilder();
    for (Double mean : means) {
      String bar = mean == null ? " " : style.bar((mean - 1) / 4);
      plain.append(bar);
      dressed.append(mean == null ? bar : style.graded((mean - 1) / 4, bar));
    }
    return new Cell(plain.toString(), dressed.toString(), false);
  }

  private List<Cell> heads(String... names) {
    List<Cell> heads = new ArrayList<>();
    for (String name : names) {
      heads.add(dim(Cell.left(name)));
    }
    return heads;
  }

  private Cell dim(Cell cell) {
    return cell.as(style.dim(cell.text()));
  }

  private static List<Cell> row(long count, String text) {
    return List.of(Cell.right(Long.toString(count)), Cell.left(text));
  }
}
