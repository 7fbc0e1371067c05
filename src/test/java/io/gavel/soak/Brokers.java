package io.gavel.soak;

import io.gavel.StablePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/// The controller and the brokers, each a process of its own, so that one can be killed in earnest.
/// They are numbered from 0, which is also a broker's node id. The controller is never disturbed.
final class Brokers implements AutoCloseable {
  private static final Duration CLEAN_END = Duration.ofSeconds(30);
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx256m",
          "-Dlogback.configurationFile=logback.xml",
          "-Dgavel.log.level.libraries=WARN");

  private final Path logs;
  private final Path data;
  private final BrokerSettings settings;
  private final List<Integer> ports = new ArrayList<>();
  private final List<JavaProcess> processes = new ArrayList<>();
  private final JavaProcess controller;

  private Brokers(Path logs, Path data, StablePorts free) {
    this.logs = logs;
    this.data = data;
    this.settings = new BrokerSettings(Uuid.randomUuid().toString(), free.next());
    controller = launch("controller", settings.controller(data.resolve("controller")));
    for (int number = 0; number < SoakShape.BROKERS; number++) {
      ports.add(free.next());
      processes.add(launch(number));
    }
  }

  /// Starts them; returns at once.
  ///
  /// @param logs where their output goes
  /// @param data a folder for their data
  /// @param free ports to listen on
  static Brokers start(Path logs, Path data, StablePorts free) {
    return new Brokers(logs, data, free);
  }

  /// All their addresses, for clients.
  String bootstrapServers() {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /// Ends one at once.
  void kill(int number) {
    processes.get(number).kill();
  }

  /// Ends one in good order: it hands over its partitions.
  ///
  /// @return whether it did so in time; it is gone in any case
  boolean end(int number) {
    JavaProcess process = processes.get(number);
    process.terminate();
    boolean ended = process.awaitEnd(CLEAN_END);
    process.kill();
    return ended;
  }

  /// Stops one where it is.
  void stop(int number) {
    processes.get(number).stop();
  }

  /// Lets one that was stopped go on.
  void goOn(int number) {
    processes.get(number).goOn();
  }

  /// Starts one that has ended; returns at once.
  void startAgain(int number) {
    processes.set(number, launch(number));
  }

  @Override
  public void close() {
    processes.forEach(JavaProcess::kill);
    controller.kill();
  }

  private JavaProcess launch(int number) {
    String name = "broker-" + number;
    return launch(name, settings.broker(number, ports.get(number), data.resolve(name)));
  }

  private JavaProcess launch(String name, Map<String, String> node) {
    Path file = data.resolve(name + ".properties");
    Properties properties = new Properties();
    properties.putAll(node);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return JavaProcess.start(
        logs.resolve(name + ".log"),
        OPTIONS,
        BrokerMain.class.getName(),
        List.of(settings.clusterId(), file.toString()));
  }
}
