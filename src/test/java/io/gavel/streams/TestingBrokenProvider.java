package io.gavel.streams;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/// Stands for a part of the class path that is broken: the client that uses it meets an [Error].
public final class TestingBrokenProvider implements ConfigProvider {
  @Override
  public void configure(Map<String, ?> configs) {
    throw new NoClassDefFoundError("a broken class path");
  }

  @Override
  public ConfigData get(String path) {
    return new ConfigData(Map.of());
  }

  @Override
  public ConfigData get(String path, Set<String> keys) {
    return get(path);
  }

  @Override
  public void close() {}
}
