package io.gavel.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/// The entry point of a broker's or the controller's process: formats its folder where it is new,
/// and runs until it is told to end.
final class BrokerMain {
  private BrokerMain() {}

  /// Runs the node until it is told to end.
  ///
  /// @param arguments the cluster's id and the file with the settings
  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = read(Path.of(arguments[1]));
    format(arguments[0], settings);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    server.startup();
    server.awaitShutdown();
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    return settings;
  }

  private static void format(String clusterId, Map<String, String> settings) throws Exception {
    String folder = settings.getOrDefault("log.dirs", "");
    new Formatter()
        .setClusterId(clusterId)
        .setNodeId(Integer.parseInt(settings.getOrDefault("node.id", "")))
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(folder)
        .addDirectory(folder)
        .setIgnoreFormatted(true)
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .run();
  }
}
