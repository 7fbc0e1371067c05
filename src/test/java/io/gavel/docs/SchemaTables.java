package io.gavel.docs;

import static io.gavel.docs.ReferencePage.cell;
import static io.gavel.docs.ReferencePage.code;
import static java.util.Comparator.comparing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/// A table for each record and enum of Avro schemas: its fields with type, default and meaning.
final class SchemaTables {
  /// What is named in more than one place, or within another record, by its name.
  private final Map<String, Schema> named = new TreeMap<>();

  /// The fields of a record that is a topic's value.
  String topicRecord(Schema schema) {
    schema.getFields().forEach(field -> collect(field.schema()));
    return fields(schema);
  }

  /// A section for every record and enum that those so far refer to.
  String parts() {
    return named.values().stream().map(SchemaTables::part).collect(Collectors.joining());
  }

  private static String part(Schema schema) {
    String head = "\n## %s\n\n%s\n".formatted(schema.getName(), doc(schema.getDoc()));
    return schema.getType() == Schema.Type.ENUM
        ? head + "\nOne of " + codes(schema.getEnumSymbols()) + ".\n"
        : head + fields(schema);
  }

  private static String fields(Schema schema) {
    return schema.getFields().stream()
        .map(SchemaTables::row)
        .collect(
            Collectors.joining(
                "", "\n| field | type | default | meaning |\n| --- | --- | --- | --- |\n", ""));
  }

  private static String row(Field field) {
    return "| %s | %s | %s | %s |\n"
        .formatted(code(field.name()), type(field.schema()), defaultOf(field), doc(field.doc()));
  }

  private static String defaultOf(Field field) {
    if (!field.hasDefaultValue()) {
      return "required";
    }
    Object value = field.defaultVal();
    return code(
        JsonProperties.NULL_VALUE.equals(value)
            ? "null"
            : value instanceof String text ? '"' + text + '"' : String.valueOf(value));
  }

  private static String doc(String doc) {
    return doc == null ? "" : cell(doc);
  }

  private static String codes(List<String> symbols) {
    return symbols.stream().map(ReferencePage::code).collect(Collectors.joining(", "));
  }

  private void collect(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (named.putIfAbsent(schema.getName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema()));
        }
      }
      case ENUM -> named.putIfAbsent(schema.getName(), schema);
      case ARRAY -> collect(schema.getElementType());
      case MAP -> collect(schema.getValueType());
      case UNION -> schema.getTypes().forEach(this::collect);
      case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
    }
  }

  private static String type(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM ->
          "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
      case ARRAY -> "list of " + type(schema.getElementType());
      case MAP -> "map of " + type(schema.getValueType());
      case UNION ->
          schema.getTypes().stream()
              // What it usually is comes first.
              .sorted(comparing(it -> it.getType() == Schema.Type.NULL))
              .map(SchemaTables::type)
              .collect(Collectors.joining(" or "));
      case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
        LogicalType logical = schema.getLogicalType();
        String plain = schema.getType().getName();
        yield logical == null ? plain : plain + " (" + logical.getName() + ")";
      }
    };
  }
}
