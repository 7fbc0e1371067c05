package io.gavel.cli.tail;

import java.io.PrintWriter;
import org.apache.avro.specific.SpecificRecord;

/// Prints each record as a line of JSON.
///
/// @param <T> the records' class
public final class JsonPrinter<T extends SpecificRecord> implements RecordPrinter<T> {
  private final RecordJson json;
  private final PrintWriter out;

  /// @param json makes the lines
  /// @param out where they go
  public JsonPrinter(RecordJson json, PrintWriter out) {
    this.json = json;
    this.out = out;
  }

  @Override
  public void print(T value) {
    out.println(json.line(value));
  }

  @Override
  public void endOfBatch() {
    out.flush();
  }

  @Override
  public boolean isBroken() {
    // A writer over standard output does not learn that the stream below has failed.
    return out.checkError() || System.out.checkError();
  }
}
