package io.gavel.cli.demo;

import io.gavel.cli.demo.Table.Cell;
import io.gavel.cli.text.TerminalText;
import io.gavel.judge.pool.BreakerState;
import io.gavel.judge.pool.EndpointStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the demo shows of the judges, as lines. Pure.
///
/// @param style how text may be dressed
/// @param width how many columns a line has
/// @param zone the time zone of the times
public record JudgeText(Style style, int width, ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final String INDENT = "  ";
  private static final String TIME_INDENT = " ".repeat("HH:mm:ss".length() + INDENT.length());

  /// How many of the judges take calls: those whose breaker is closed.
  static long up(List<EndpointStatus> judges) {
    return judges.stream().filter(judge -> judge.state() == BreakerState.CLOSED).count();
  }

  /// How each judge is doing, and why one gets fewer calls than it could.
  public List<String> table(List<EndpointStatus> judges) {
    List<List<Cell>> table = new ArrayList<>();
    table.add(
        List.of(
            dim(Cell.left("")),
            dim(Cell.left("endpoint")),
            dim(Cell.right("in flight")),
            dim(Cell.right("limit")),
            dim(Cell.left("breaker"))));
    for (int i = 0; i < judges.size(); i++) {
      EndpointStatus judge = judges.get(i);
      table.add(
          List.of(
              Cell.left(Integer.toString(i + 1)),
              Cell.left(judge.endpoint()),
              Cell.right(Integer.toString(judge.inFlight())),
              Cell.right(Integer.toString(judge.limit())),
              breaker(judge.state())));
    }
    List<String> facts = Table.lines(table);
    List<String> lines = new ArrayList<>();
    lines.add(style.bold("Judges"));
    lines.add(INDENT + facts.getFirst());
    for (int i = 0; i < judges.size(); i++) {
      lines.add(INDENT + facts.get(i + 1));
      if (judges.get(i).cause() != null) {
        lines.add(dimmed(INDENT.repeat(2) + " ", cause(judges.get(i))));
      }
    }
    return lines;
  }

  /// A judge is left alone.
  ///
  /// @param number which, from 1
  /// @param left how many are not
  public List<String> leftAlone(Instant at, int number, EndpointStatus judge, long left) {
    String more =
        left == 0
            ? ""
            : left == 1
                ? ": the scores go on through the one left"
                : ": the scores go on through the %d left".formatted(left);
    return List.of(
        time(at)
            + style.bad("judge %d is left alone, its breaker is open".formatted(number))
            + more,
        dimmed(TIME_INDENT, judge.endpoint() + " " + cause(judge)));
  }

  /// The last judge that answered is left alone too.
  public String allLeftAlone(Instant at) {
    return time(at) + style.bad("no judge answers: requests wait in Kafka, none is lost");
  }

  /// A judge is asked as usual again.
  ///
  /// @param number which, from 1
  /// @param first whether none was
  public String back(Instant at, int number, boolean first) {
    return time(at)
        + style.good("judge %d answers again, its breaker is closed".formatted(number))
        + (first ? ": what waited is judged now" : "");
  }

  private Cell breaker(BreakerState state) {
    return switch (state) {
      case CLOSED -> good(Cell.left("closed: takes calls"));
      case HALF_OPEN -> bad(Cell.left("half open: one call to try"));
      case OPEN -> bad(Cell.left("open: left alone"));
    };
  }

  /// Without the endpoint's name at its beginning, which stands beside it.
  private static String cause(EndpointStatus judge) {
    String cause = judge.cause() == null ? "" : judge.cause();
    return cause.startsWith(judge.endpoint() + " ")
        ? cause.substring(judge.endpoint().length() + 1)
        : cause;
  }

  private String time(Instant at) {
    return style.dim(TIME.format(at.atZone(zone))) + INDENT;
  }

  private String dimmed(String indent, String text) {
    return indent + style.dim(TerminalText.line(text, Math.max(1, width - indent.length() - 1)));
  }

  private Cell good(Cell cell) {
    return cell.as(style.good(cell.text()));
  }

  private Cell bad(Cell cell) {
    return cell.as(style.bad(cell.text()));
  }

  private Cell dim(Cell cell) {
    return cell.as(style.dim(cell.text()));
  }
}
