package io.gavel.cli.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.cli.text.TerminalText;
import io.gavel.evaluate.data.ItemReader;
import io.gavel.evaluate.data.LabelledItem;
import io.gavel.evaluate.data.ReadItem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;

/// Goes through a file's items. Bad records are named on standard error, counted, and passed over.
/// For one thread.
public final class Survey {
  private static final int MOST_NAMED = 20;
  private static final int MESSAGE_COLUMNS = 400;

  private final DataFile file;
  private final ItemReader reader;
  private final Function<LabelledItem, Optional<String>> check;
  private final long limit;

  /// @param file what is read
  /// @param reader makes items of its records
  /// @param check says why an item cannot be used all the same; empty: it can
  /// @param limit after so many items it ends
  public Survey(
      DataFile file,
      ItemReader reader,
      Function<LabelledItem, Optional<String>> check,
      long limit) {
    this.file = file;
    this.reader = reader;
    this.check = check;
    this.limit = limit;
  }

  /// Takes the items.
  @FunctionalInterface
  public interface Visitor {
    /// Takes the next item.
    void item(LabelledItem item) throws InterruptedException;
  }

  /// How much there was.
  ///
  /// @param items how many records are items
  /// @param bad how many are not
  public record Counts(long items, long bad) {}

  /// Goes through the items in their order.
  ///
  /// @param errors where bad records are named; the first 20
  /// @param visitor takes the items
  /// @throws IOException where the file cannot be read
  public Counts visit(PrintWriter errors, Visitor visitor)
      throws IOException, InterruptedException {
    Pass pass = new Pass(errors, visitor, file.unit());
    file.visit(pass);
    if (pass.bad > MOST_NAMED) {
      errors.printf("%s: %d more that cannot be used%n", name(), pass.bad - MOST_NAMED);
    }
    errors.flush();
    return new Counts(pass.items, pass.bad);
  }

  private String name() {
    return TerminalText.line(file.path().toString());
  }

  private final class Pass implements DataFile.Visitor {
    private final PrintWriter errors;
    private final Survey.Visitor visitor;
    private final String unit;
    private long items;
    private long bad;

    private Pass(PrintWriter errors, Survey.Visitor visitor, String unit) {
      this.errors = errors;
      this.visitor = visitor;
      this.unit = unit;
    }

    @Override
    public boolean record(long number, ObjectNode object) throws InterruptedException {
      switch (reader.read(number, object)) {
        case ReadItem.Good good -> {
          Optional<String> problem = check.apply(good.item());
          if (problem.isPresent()) {
            broken(number, problem.get());
          } else {
            items++;
            visitor.item(good.item());
          }
        }
        case ReadItem.Bad wrong -> broken(wrong.number(), wrong.message());
      }
      return items < limit;
    }

    @Override
    public void broken(long number, String message) {
      bad++;
      if (bad <= MOST_NAMED) {
        errors.printf(
            "%s: %s %d: %s%n", name(), unit, number, TerminalText.line(message, MESSAGE_COLUMNS));
      }
    }
  }
}
