package io.gavel.serde;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Finds generated classes by the names in schemas, and only generated ones: a schema comes from
/// outside, and must not be able to name any class of the class path. It takes the place of Avro's
/// process-wide list of trusted packages.
final class GeneratedClasses extends SpecificData {
  private final Map<String, Optional<Class<?>>> byName = new ConcurrentHashMap<>();

  /// For reading into a class.
  ///
  /// @param type the outermost record's; its conversions of logical types are used
  GeneratedClasses(Class<?> type) {
    super(type.getClassLoader());
    SpecificData.getForClass(type).getConversions().forEach(this::addLogicalTypeConversion);
  }

  @Override
  @SuppressWarnings("NullAway") // Avro's contract: null where there is no such class.
  public @Nullable Class<?> getClass(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED ->
          byName
              .computeIfAbsent(getClassName(schema), name -> find(name, getClassLoader()))
              .orElse(null);
      default -> super.getClass(schema);
    };
  }

  /// A generated class by its name, not initialized yet; empty where there is none.
  static Optional<Class<?>> find(String name, @Nullable ClassLoader loader) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      boolean generated =
          SpecificRecord.class.isAssignableFrom(type)
              || SpecificFixed.class.isAssignableFrom(type)
              || (type.isEnum() && GenericEnumSymbol.class.isAssignableFrom(type));
      return generated ? Optional.of(type) : Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }
}
