package io.gavel.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/// A real Kafka broker in this process: one node that is broker and controller (KRaft), on the
/// loopback interface, its data in a folder of the caller's.
///
/// It leaves the folder as it is when closed; the caller removes it.
public final class LocalBroker implements AutoCloseable {
  private static final int NODE_ID = 1;

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private LocalBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /// Formats the folder and starts a broker in it; returns when it takes requests.
  ///
  /// @param folder an empty or missing folder
  /// @param settings broker settings over the ones made here
  /// @throws IllegalStateException when the broker cannot start
  public static LocalBroker start(Path folder, Map<String, String> settings) {
    String bootstrapServers = "127.0.0.1:" + FreePorts.choose();
    Map<String, String> properties =
        Stream.concat(
                settings.entrySet().stream(),
                settings(folder, bootstrapServers, "127.0.0.1:" + FreePorts.choose())
                    .entrySet()
                    .stream())
            .collect(
                Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (given, made) -> given));
    try {
      format(folder);
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      server.startup();
      return new LocalBroker(server, bootstrapServers);
    } catch (Exception e) {
      throw new IllegalStateException("the local broker did not start: " + e.getMessage(), e);
    }
  }

  /// `host:port`, for clients.
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Map<String, String> settings(
      Path folder, String bootstrapServers, String controller) {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE_ID)),
        Map.entry("log.dirs", folder.toString()),
        Map.entry("listeners", "PLAINTEXT://" + bootstrapServers + ",CONTROLLER://" + controller),
        Map.entry("advertised.listeners", "PLAINTEXT://" + bootstrapServers),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("controller.quorum.voters", NODE_ID + "@" + controller),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "4"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"));
  }

  private static void format(Path folder) throws Exception {
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE_ID)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(folder.toString())
        .addDirectory(folder.toString())
        .setIgnoreFormatted(true)
        .setPrintStream(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()))
        .run();
  }
}
