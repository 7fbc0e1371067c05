package io.gavel.serde;

import io.gavel.config.InvalidConfigException;
import java.util.List;

/// Chooses between a registry over HTTP and one in memory.
final class Registries {
  private Registries() {}

  /// A client; it does not connect yet.
  ///
  /// @throws InvalidConfigException when a setting cannot be used
  static RegistryClient open(SerdeSettings settings) {
    List<String> urls = settings.urls();
    boolean inMemory = urls.stream().anyMatch(url -> url.startsWith(InMemoryRegistry.SCHEME));
    if (!inMemory) {
      return new HttpRegistryClient(settings);
    }
    if (urls.size() > 1) {
      throw new InvalidConfigException(
          "schema.registry.url: " + InMemoryRegistry.SCHEME + "... cannot stand beside other URLs");
    }
    return InMemoryRegistry.of(urls.getFirst().substring(InMemoryRegistry.SCHEME.length()));
  }
}
