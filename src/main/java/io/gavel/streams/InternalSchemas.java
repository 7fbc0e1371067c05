package io.gavel.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/// Every schema that an internal record has had, oldest first, the one of today last: stores and
/// internal topics hold records of earlier releases when a worker of this one starts. They are in
/// `internal/<record>/<version>.avsc` beside this class, whole; a file is never changed, and
/// whoever changes an internal record, or one that it holds, adds one.
final class InternalSchemas {
  private InternalSchemas() {}

  /// The schemas.
  ///
  /// @param type the record's class
  static List<Schema> of(Class<? extends SpecificRecord> type) {
    List<Schema> all = new ArrayList<>();
    while (true) {
      String name = "internal/%s/%d.avsc".formatted(type.getSimpleName(), all.size() + 1);
      try (InputStream file = InternalSchemas.class.getResourceAsStream(name)) {
        if (file == null) {
          return all;
        }
        all.add(new Schema.Parser().parse(file));
      } catch (IOException e) {
        throw new UncheckedIOException(name, e);
      }
    }
  }
}
