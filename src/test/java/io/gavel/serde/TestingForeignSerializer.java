package io.gavel.serde;

import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/// Stands where another library's class would be configured. It throws what a test put into
/// [#THROWS].
public final class TestingForeignSerializer implements Serializer<Object> {
  /// What the next one that is configured throws; set by the test, on its own thread.
  static final ThreadLocal<RuntimeException> THROWS = new ThreadLocal<>();

  private RuntimeException thrown = new IllegalStateException("not configured");

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    thrown = THROWS.get();
  }

  @Override
  public byte[] serialize(String topic, Object data) {
    throw thrown;
  }
}
