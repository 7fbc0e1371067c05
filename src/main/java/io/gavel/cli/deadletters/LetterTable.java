package io.gavel.cli.deadletters;

import io.gavel.cli.tail.Column;
import io.gavel.cli.tail.TableLayout;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.DeadLetter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Dead letters as two or three lines each: what it is about, and why. Pure.
public final class LetterTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);
  private static final int ID_LENGTH = 8;
  private static final int RUBRIC_COLUMNS = 20;
  private static final int WHY_LINES = 2;
  private static final String INDENT = " ".repeat(4);
  private static final List<Column> COLUMNS =
      List.of(
          new Column("FAILED", 14, 14),
          new Column("ID", ID_LENGTH, ID_LENGTH),
          new Column("REASON", 18, 19),
          new Column("APPLICATION", 11, 20),
          new Column("MODEL", 9, 20),
          new Column("RUBRIC", 10, 10));

  private final TableLayout layout;
  private final int width;
  private final ZoneId zone;

  /// @param width the columns of a line
  /// @param zone whose clock is shown
  public LetterTable(int width, ZoneId zone) {
    this.layout = new TableLayout(COLUMNS, width, RUBRIC_COLUMNS);
    this.width = width;
    this.zone = zone;
  }

  /// The headings, with the line under them.
  public List<String> header() {
    return List.of(layout.header(), layout.rule());
  }

  /// One dead letter.
  ///
  /// @param sentAgain when it was sent again; null where it was not
  public List<String> rows(DeadLetter letter, @Nullable Instant sentAgain) {
    String why =
        sentAgain == null
            ? letter.getDetail()
            : "sent again %s; %s".formatted(time(sentAgain), letter.getDetail());
    List<String> rows = new ArrayList<>();
    rows.add(
        layout.row(
            List.of(
                time(letter.getFailedAt()),
                shortId(letter),
                letter.getReason(),
                letter.getApplication().orElse("-"),
                letter.getModel().orElse("-"),
                letter.getRubricId().orElse("-"))));
    TerminalText.wrapped(why, width - INDENT.length(), WHY_LINES)
        .forEach(line -> rows.add(INDENT + line));
    return rows;
  }

  /// As much of its id as a person types.
  static String shortId(DeadLetter letter) {
    String id = letter.getDeadLetterId();
    return id.length() <= ID_LENGTH ? id : id.substring(0, ID_LENGTH);
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }
}
