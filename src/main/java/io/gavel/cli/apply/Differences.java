package io.gavel.cli.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/// Compares two records of one class.
final class Differences {
  /// Fields that a file calls otherwise than the schema.
  private static final Map<String, String> FILE_NAMES = Map.of("reference_use", "reference");

  private Differences() {}

  /// The names of the fields that differ, as a file has them, in the schema's order.
  static <T extends SpecificRecord> List<String> between(T one, T other) {
    List<String> names = new ArrayList<>();
    for (Schema.Field field : one.getSchema().getFields()) {
      if (!Objects.equals(one.get(field.pos()), other.get(field.pos()))) {
        names.add(FILE_NAMES.getOrDefault(field.name(), field.name()));
      }
    }
    return names;
  }
}
