package io.gavel.container;

import io.gavel.config.KafkaConfig;
import io.gavel.config.RegistryConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// A broker, a registry and a stand-in judge as containers in a network of their own, started once
/// for all tests and removed after the last. A test takes it by `@ExtendWith(ContainerStack.class)`
/// and a parameter of type [ContainerStack.Stack].
final class ContainerStack implements ParameterResolver {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int HOST_LISTENER = 19_092;

  /// What runs.
  ///
  /// @param gavel Gavel's image
  /// @param kafka the broker as seen from here
  /// @param registry the registry as seen from here
  /// @param judge a container of Gavel's image that runs `simulate-judge`; commands run in it as
  ///   well
  /// @param settings the environment of whatever runs Gavel in the network
  record Stack(
      DockerImageName gavel,
      Network network,
      KafkaConfig kafka,
      RegistryConfig registry,
      GenericContainer<?> judge,
      Map<String, String> settings,
      List<Runnable> parts)
      implements AutoCloseable {
    @Override
    public void close() {
      parts.reversed().forEach(Runnable::run);
    }

    /// A worker that is not started yet.
    GenericContainer<?> worker(String id) {
      return new GenericContainer<>(gavel)
          .withNetwork(network)
          .withEnv(settings)
          .withEnv("GAVEL_WORKER_ID", id)
          .withExposedPorts(9400)
          .withCreateContainerCmdModifier(
              create -> Objects.requireNonNull(create.getHostConfig()).withReadonlyRootfs(true))
          .waitingFor(Wait.forHttp("/health/live").withStartupTimeout(START_LIMIT));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stack.class;
  }

  @Override
  public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(ContainerStack.class))
        .getOrComputeIfAbsent(Stack.class, ignored -> start(), Stack.class);
  }

  private static Stack start() {
    Images images = new Images();
    Network network = Network.newNetwork();
    DockerImageName gavel = images.gavel();
    DockerImageName kafkaImage = images.kafka();
    Images.Registry registryImage = images.registry();
    // Chosen when all is built, which takes long: somebody else may take it meanwhile.
    int port = freePort();
    GenericContainer<?> kafka = kafka(kafkaImage, network, port);
    GenericContainer<?> registry = registry(registryImage, network);
    Map<String, String> settings = settings(registryImage);
    GenericContainer<?> judge =
        new GenericContainer<>(gavel)
            .withNetwork(network)
            .withNetworkAliases("judge")
            .withEnv(settings)
            .withCommand(
                "simulate-judge",
                "--replicas=1",
                "--port=8000",
                "--latency=1500ms",
                "--set=host=0.0.0.0")
            .withExposedPorts(8000)
            .waitingFor(Wait.forHttp("/health").forPort(8000).withStartupTimeout(START_LIMIT));
    kafka.start();
    registry.start();
    judge.start();
    return new Stack(
        gavel,
        network,
        KafkaConfig.of(host() + ":" + port),
        RegistryConfig.of(
            "http://%s:%d%s"
                .formatted(registry.getHost(), registry.getMappedPort(8081), registryImage.path())),
        judge,
        settings,
        List.of(images::close, network::close, kafka::close, registry::close, judge::close));
  }

  private static GenericContainer<?> kafka(DockerImageName image, Network network, int port) {
    GenericContainer<?> kafka =
        new GenericContainer<>(image)
            .withNetwork(network)
            .withNetworkAliases("kafka")
            .withExposedPorts(HOST_LISTENER)
            .withEnv(
                Map.ofEntries(
                    Map.entry("KAFKA_NODE_ID", "1"),
                    Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                    Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
                    Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                    Map.entry(
                        "KAFKA_LISTENERS",
                        "INSIDE://:9092,HOST://:" + HOST_LISTENER + ",CONTROLLER://:9093"),
                    Map.entry(
                        "KAFKA_ADVERTISED_LISTENERS",
                        "INSIDE://kafka:9092,HOST://" + host() + ":" + port),
                    Map.entry(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "INSIDE:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                    Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INSIDE"),
                    Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                    Map.entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4"),
                    Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                    Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                    Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4"),
                    Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
                    Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")))
            .waitingFor(Wait.forListeningPort().withStartupTimeout(START_LIMIT));
    kafka.setPortBindings(List.of(port + ":" + HOST_LISTENER));
    return kafka;
  }

  private static GenericContainer<?> registry(Images.Registry image, Network network) {
    return new GenericContainer<>(image.name())
        .withNetwork(network)
        .withNetworkAliases("registry")
        .withExposedPorts(8081)
        .withEnv(
            Map.of(
                "SCHEMA_REGISTRY_HOST_NAME",
                "registry",
                "SCHEMA_REGISTRY_LISTENERS",
                "http://0.0.0.0:8081",
                "SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS",
                "kafka:9092"))
        .waitingFor(Wait.forHttp(image.path() + "/subjects").withStartupTimeout(START_LIMIT));
  }

  private static Map<String, String> settings(Images.Registry registry) {
    Map<String, String> settings = new HashMap<>();
    settings.put("GAVEL_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092");
    // A worker that was killed is missed after this time.
    settings.put("GAVEL_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000");
    settings.put("GAVEL_REGISTRY_URL", "http://registry:8081" + registry.path());
    settings.put("GAVEL_TOPICS_PARTITIONS", "4");
    settings.put("GAVEL_JUDGE_PROFILES_PROMETHEUS_ENDPOINTS", "http://judge:8000/v1");
    settings.put("GAVEL_JUDGE_PROFILES_PROMETHEUS_MODEL", "prometheus-stand-in");
    settings.put("GAVEL_JUDGE_PROFILES_PROMETHEUS_STAND_IN", "true");
    settings.put("GAVEL_JUDGE_PROFILES_PROMETHEUS_CONCURRENCY", "32");
    return settings;
  }

  /// Where the engine publishes ports.
  private static String host() {
    return DockerClientFactory.instance().dockerHostIpAddress();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no port is free", e);
    }
  }
}
