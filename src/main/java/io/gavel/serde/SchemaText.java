package io.gavel.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/// The text form of schemas as registries hold it.
final class SchemaText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaText() {}

  /// A schema without `avro.java.string`, which Java's generated classes carry and which means
  /// nothing to anyone else: equal to the file that the class was generated from.
  static Schema withoutJavaProperties(Schema schema) {
    try {
      JsonNode tree = JSON.readTree(schema.toString());
      remove(tree);
      return parse(JSON.writeValueAsString(tree), List.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema's own text is no JSON", e);
    }
  }

  /// Reads a schema's text. Defaults are not checked: the writer's schema does not need them.
  ///
  /// @param referenced the texts of the schemas it refers to, each before the one that needs it
  /// @throws SchemaParseException when one of the texts is not an Avro schema
  static Schema parse(String text, List<String> referenced) {
    @SuppressWarnings("deprecation") // Its replacement cannot switch off the check of defaults.
    Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
    referenced.forEach(parser::parse);
    return parser.parse(text);
  }

  private static void remove(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("avro.java.string");
      object
          .properties()
          .forEach(property -> {
            if (!property.getKey().equals("default")) {
              remove(property.getValue());
            }
          });
    } else {
      node.forEach(SchemaText::remove);
    }
  }
}
