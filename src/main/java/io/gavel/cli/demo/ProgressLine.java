package io.gavel.cli.demo;

import io.gavel.cli.demo.Table.Cell;
import io.gavel.judge.pool.EndpointStatus;
import java.util.ArrayList;
import java.util.List;

/// The line of progress: everything in numbers, as much as fits. Pure.
///
/// @param style how text may be dressed
/// @param width how many columns a line has
public record ProgressLine(Style style, int width) {
  private static final String GAP = "  ";
  private static final int BAR_COLUMNS = 20;

  /// A part of the line.
  ///
  /// @param rank the higher, the sooner it is left out where the line is too long
  private record Part(int rank, Cell cell) {
    static Part of(int rank, String text) {
      return new Part(rank, Cell.left(text));
    }
  }

  /// The line.
  ///
  /// @param counts the numbers
  /// @param waiting generations that wait for a rubric or a reference
  /// @param judges how they are doing
  /// @param elapsedSeconds since the first generation was sent
  /// @param perSecond outcomes per second, lately
  /// @param bar whether there is an end, and so a bar on the way to it
  public String line(
      Tally.Counts counts,
      long waiting,
      List<EndpointStatus> judges,
      double elapsedSeconds,
      double perSecond,
      boolean bar) {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of(0, "%.0f s".formatted(elapsedSeconds)));
    parts.add(Part.of(5, "generations " + counts.generations()));
    parts.add(Part.of(4, "judge requests " + counts.judgeRequests()));
    parts.add(Part.of(1, "feedback " + counts.feedback()));
    parts.add(Part.of(2, "under way " + counts.open()));
    parts.add(new Part(3, up(judges)));
    parts.add(Part.of(8, "waiting " + waiting));
    parts.add(Part.of(6, "dead letters " + (counts.deadLetters() + counts.deadGenerations())));
    parts.add(Part.of(7, "%.1f/s".formatted(perSecond)));
    for (int rank = parts.size() - 1; rank > 0 && columns(parts) >= width; rank--) {
      int left = rank;
      parts.removeIf(part -> part.rank() >= left);
    }
    String line = String.join(GAP, parts.stream().map(part -> part.cell().dressed()).toList());
    if (bar && columns(parts) + 3 + BAR_COLUMNS < width) {
      long done = counts.feedback() + counts.deadLetters();
      double share = counts.judgeRequests() == 0 ? 0 : (double) done / counts.judgeRequests();
      return line + GAP + style.progress(share, BAR_COLUMNS);
    }
    return line;
  }

  private Cell up(List<EndpointStatus> judges) {
    long up = JudgeText.up(judges);
    Cell cell = Cell.left("judges %d of %d up".formatted(up, judges.size()));
    return up == judges.size() ? cell : cell.as(style.bad(cell.text()));
  }

  private static int columns(List<Part> parts) {
    return String.join(GAP, parts.stream().map(part -> part.cell().text()).toList()).length();
  }
}
