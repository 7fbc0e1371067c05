package io.gavel.soak;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The settings of the nodes: one controller and [SoakShape#BROKERS] brokers on the loopback
/// interface. Every partition, those of the coordinators included, has a replica on each broker and
/// takes a record when two have it. What times out does so in seconds.
record BrokerSettings(String clusterId, int controllerPort) {
  /// The controller's node id; a broker's is its number.
  static final int CONTROLLER_ID = 100;

  /// For the controller.
  ///
  /// @param folder its data
  Map<String, String> controller(Path folder) {
    Map<String, String> settings = common(folder);
    settings.put("process.roles", "controller");
    settings.put("node.id", Integer.toString(CONTROLLER_ID));
    settings.put("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("default.replication.factor", Integer.toString(SoakShape.BROKERS));
    settings.put("leader.imbalance.check.interval.seconds", "20");
    settings.put("leader.imbalance.per.broker.percentage", "0");
    return settings;
  }

  /// For a broker.
  ///
  /// @param number its number
  /// @param port where it listens
  /// @param folder its data
  Map<String, String> broker(int number, int port, Path folder) {
    Map<String, String> settings = common(folder);
    settings.put("process.roles", "broker");
    settings.put("node.id", Integer.toString(number));
    settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("offsets.topic.num.partitions", "6");
    settings.put("offsets.topic.replication.factor", "3");
    settings.put("transaction.state.log.num.partitions", "6");
    settings.put("transaction.state.log.replication.factor", "3");
    settings.put("transaction.state.log.min.isr", "2");
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    settings.put("auto.create.topics.enable", "false");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("replica.lag.time.max.ms", "6000");
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    return settings;
  }

  private Map<String, String> common(Path folder) {
    Map<String, String> settings = new HashMap<>();
    settings.put("log.dirs", folder.toString());
    settings.put("controller.quorum.voters", CONTROLLER_ID + "@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("broker.session.timeout.ms", "3000");
    settings.put("min.insync.replicas", "2");
    return settings;
  }
}
