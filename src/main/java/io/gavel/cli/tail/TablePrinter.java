package io.gavel.cli.tail;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Prints each record as a row of a table, with the day on a line of its own where it changes. The
/// first batch with a stand-in's score gets the footnote that says so.
///
/// @param <T> the records' class
public final class TablePrinter<T extends SpecificRecord> implements RecordPrinter<T> {
  /// Explains the mark at a stand-in's score.
  public static final String FOOTNOTE = "* a stand-in judge, not a model";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

  private final View<T> view;
  private final TableLayout layout;
  private final ZoneId zone;
  private final PrintWriter out;
  private @Nullable LocalDate day;
  private boolean standIn;
  private boolean explained;

  /// @param view the rows
  /// @param columns the width of a line
  /// @param zone whose clock is shown
  /// @param out where they go
  public TablePrinter(View<T> view, int columns, ZoneId zone, PrintWriter out) {
    this.view = view;
    List<Column> all = new ArrayList<>(List.of(Column.fixed("TIME", 8)));
    all.addAll(view.columns());
    this.layout = new TableLayout(all, columns);
    this.zone = zone;
    this.out = out;
    out.println(layout.header());
    out.println(layout.rule());
    out.flush();
  }

  @Override
  public void print(T value) {
    ZonedDateTime time = view.time().apply(value).atZone(zone);
    if (!time.toLocalDate().equals(day)) {
      day = time.toLocalDate();
      out.println(DAY.format(time));
    }
    List<String> cells = new ArrayList<>(List.of(TIME.format(time)));
    cells.addAll(view.cells().apply(value));
    out.println(layout.row(cells));
    standIn |= view.standIn().test(value);
  }

  @Override
  public void endOfBatch() {
    if (standIn && !explained) {
      explained = true;
      out.println(FOOTNOTE);
    }
    out.flush();
  }

  @Override
  public boolean isBroken() {
    // A writer over standard output does not learn that the stream below has failed.
    return out.checkError() || System.out.checkError();
  }
}
