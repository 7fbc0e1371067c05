package io.gavel.serde;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Stands where another library's class would be configured. It throws what a test put into
/// [#DOES], or gives it where it is no exception.
public final class TestingForeignDeserializer implements Deserializer<Object> {
  /// What the next one that is configured does; set by the test, on its own thread.
  static final ThreadLocal<Object> DOES = new ThreadLocal<>();

  private @Nullable Object does;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    does = DOES.get();
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public @Nullable Object deserialize(String topic, byte[] data) {
    if (does instanceof RuntimeException exception) {
      throw exception;
    }
    return does;
  }
}
