package io.gavel.cli.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.cli.text.TerminalText;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// A record as one line of JSON, whole: the field names of its schema, times in ISO 8601, bytes in
/// Base64. What could steer a terminal is escaped. For any thread.
public final class RecordJson {
  private final ObjectWriter writer;

  /// @param asciiOnly escape everything beyond ASCII, for an output of another encoding than UTF-8
  public RecordJson(boolean asciiOnly) {
    JsonMapper mapper =
        JsonMapper.builder().configure(JsonWriteFeature.ESCAPE_NON_ASCII, asciiOnly).build();
    writer = mapper.writer().with(new SafeEscapes());
  }

  /// One line, without its end.
  public String line(SpecificRecord value) {
    return text(writer, tree(value));
  }

  /// One line, with more fields after the record's own.
  ///
  /// @param more records, texts, numbers, instants or nulls by name
  public String line(SpecificRecord value, Map<String, ? extends @Nullable Object> more) {
    Map<@Nullable Object, @Nullable Object> fields = new LinkedHashMap<>();
    if (tree(value) instanceof Map<?, ?> own) {
      fields.putAll(own);
    }
    more.forEach((name, field) -> fields.put(name, tree(field)));
    return text(writer, fields);
  }

  /// One line of an object with these fields.
  ///
  /// @param fields records, texts, numbers, instants or nulls by name
  public String line(Map<String, ? extends @Nullable Object> fields) {
    return text(writer, tree(fields));
  }

  /// The lines for a person to read.
  public List<String> lines(SpecificRecord value) {
    return text(writer.withDefaultPrettyPrinter(), tree(value)).lines().toList();
  }

  private static String text(ObjectWriter writer, @Nullable Object tree) {
    try {
      return writer.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists and texts can always be written", e);
    }
  }

  private static @Nullable Object tree(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case SpecificRecord inner -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : inner.getSchema().getFields()) {
          fields.put(field.name(), tree(inner.get(field.pos())));
        }
        yield fields;
      }
      case List<?> elements -> {
        List<@Nullable Object> list = new ArrayList<>();
        elements.forEach(element -> list.add(tree(element)));
        yield list;
      }
      case Map<?, ?> entries -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach((key, entry) -> map.put(String.valueOf(key), tree(entry)));
        yield map;
      }
      case ByteBuffer bytes -> {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        yield Base64.getEncoder().encodeToString(copy);
      }
      case Instant instant -> instant.toString();
      case Enum<?> constant -> constant.name();
      case CharSequence text -> text.toString();
      case Number number -> number;
      case Boolean truth -> truth;
      default -> throw new IllegalStateException("no JSON for " + value.getClass());
    };
  }

  /// JSON's own escapes, and the same for the characters beyond ASCII that could steer a terminal.
  private static final class SafeEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final char DELETE = 0x7F;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes[DELETE] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      // Halves of a pair arrive one by one, and nothing that a pair stands for steers a terminal.
      return Character.isSurrogate((char) character) || !TerminalText.isUnsafe(character)
          ? null
          : new SerializedString("\\u%04x".formatted(character));
    }
  }
}
