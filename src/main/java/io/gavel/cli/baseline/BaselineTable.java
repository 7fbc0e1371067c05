package io.gavel.cli.baseline;

import io.gavel.cli.tail.Column;
import io.gavel.cli.tail.TableLayout;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.Baseline;
import io.gavel.schema.ScoreBucket;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Baselines as a table.
public final class BaselineTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final String INDENT = " ".repeat(4);
  private static final int TIME_COLUMNS = 16;
  private static final int NOTE_LINES = 2;
  private static final List<Column> COLUMNS =
      List.of(
          new Column("APPLICATION", 11, 20),
          new Column("MODEL", 9, 20),
          new Column("RUBRIC", 10, 20),
          new Column("MEAN", 6, 6),
          new Column("SCORES", 7, 7),
          new Column("FROM", TIME_COLUMNS, TIME_COLUMNS),
          new Column("TO", TIME_COLUMNS, TIME_COLUMNS),
          new Column("NOW", 5, 5));

  private final TableLayout layout;
  private final int width;
  private final ZoneId zone;

  /// @param width the columns of a line
  /// @param zone whose clock is shown
  public BaselineTable(int width, ZoneId zone) {
    this.layout = new TableLayout(COLUMNS, width, COLUMNS.getLast().most());
    this.width = width;
    this.zone = zone;
  }

  /// The headings, with the line under them.
  public List<String> header() {
    return List.of(layout.header(), layout.rule());
  }

  /// One baseline.
  ///
  /// @param alert whether an alert of its series is open
  public List<String> rows(Baseline baseline, boolean alert) {
    long scores = baseline.getBuckets().stream().mapToLong(ScoreBucket::getCount).sum();
    String mark = baseline.getStandIn() ? "*" : "";
    List<String> rows = new ArrayList<>();
    rows.add(
        layout.row(
            List.of(
                baseline.getApplication(),
                baseline.getModel(),
                baseline.getRubricId(),
                scores == 0 ? "-" : String.format(Locale.ROOT, "%.2f", baseline.getMean()) + mark,
                Long.toString(scores),
                time(baseline.getFrom()),
                time(baseline.getTo()),
                alert ? "alert" : "-")));
    String tags =
        new TreeMap<>(baseline.getTags())
            .entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(" "));
    String more = (tags + "  set " + time(baseline.getSetAt()) + "  " + baseline.getNote()).strip();
    TerminalText.wrapped(more, width - INDENT.length(), NOTE_LINES)
        .forEach(line -> rows.add(INDENT + line));
    return rows;
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }
}
