package io.gavel;

import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.local.LocalBroker;
import io.gavel.local.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
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

    /// Creates topics and waits until the leader of every partition answers: the first batches of
    /// an idempotent producer to a partition whose leader is not there yet can otherwise arrive in
    /// the wrong order, and are then refused until they expire.
    public void createTopics(List<String> names, int partitions) throws Exception {
      try (Admin admin = Admin.create(kafka().admin())) {
        admin
            .createTopics(
                names.stream()
                    .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
                    .toList())
            .all()
            .get(30, TimeUnit.SECONDS);
        admin
            .listOffsets(
                names.stream()
                    .flatMap(name ->
                        IntStream.range(0, partitions)
                            .mapToObj(partition -> new TopicPartition(name, partition)))
                    .collect(
                        Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
            .all()
            .get(30, TimeUnit.SECONDS);
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
