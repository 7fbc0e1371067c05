package io.gavel;

import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.local.LocalBroker;
import io.gavel.local.LocalRegistry;
import io.gavel.topic.ClusterTopics;
import io.gavel.topic.TopicDefinition;
import io.gavel.topic.TopicDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A real broker and a real registry, started once for all tests and stopped after the last. A test
/// class takes it by `@ExtendWith(LocalCluster.class)` and a parameter of type
/// [LocalCluster.Servers]; each test keeps apart from the others by topic prefixes of its own.
public final class LocalCluster implements ParameterResolver {
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  /// What runs.
  ///
  /// @param broker the broker
  /// @param registry the registry
  public record Servers(LocalBroker broker, LocalRegistry registry, Path folder)
      implements AutoCloseable {
    /// Its address, with nothing else set.
    public KafkaConfig kafka() {
      return KafkaConfig.of(broker.bootstrapServers());
    }

    /// Its address, with nothing else set.
    public RegistryConfig registryConfig() {
      return RegistryConfig.of(registry.url());
    }

    /// Topic settings with a prefix that no other test has.
    public TopicsConfig newTopics(int partitions) {
      return new TopicsConfig(
          "test" + PREFIXES.incrementAndGet() + ".",
          partitions,
          1,
          Duration.ofDays(7),
          Duration.ofDays(30));
    }

    /// Creates topics, as `gavel topics apply` does.
    public void createTopics(List<String> names, int partitions) {
      List<TopicDifference> missing =
          names.stream()
              .map(name -> new TopicDefinition(name, partitions, -1, Map.of()))
              .<TopicDifference>map(TopicDifference.Missing::new)
              .toList();
      try (ClusterTopics cluster = ClusterTopics.of(kafka(), Duration.ofMinutes(1))) {
        cluster.apply(missing);
      }
    }

    @Override
    public void close() throws IOException {
      registry.close();
      broker.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Servers.class;
  }

  @Override
  public Servers resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(LocalCluster.class))
        .getOrComputeIfAbsent(Servers.class, ignored -> start(), Servers.class);
  }

  private static Servers start() {
    try {
      Path folder = Files.createTempDirectory("gavel-test-");
      LocalBroker broker = LocalBroker.start(folder.resolve("broker"), Map.of());
      try {
        return new Servers(
            broker, LocalRegistry.start(Path.of("target", "registry"), folder), folder);
      } catch (InterruptedException | RuntimeException e) {
        broker.close();
        throw e;
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the servers for the tests did not start", e);
    }
  }
}
