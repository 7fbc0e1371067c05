package io.gavel.monitor.alertmanager;

import io.gavel.config.AlertmanagerConfig;
import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import io.gavel.metric.AlertmanagerMeters;
import io.gavel.schema.Alert;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts the alerts of the topic `alerts` to Alertmanager, on a thread of its own, beside the
/// stream and never in its way. Every worker does; Alertmanager knows by the labels that their
/// alerts are the same. [#health] and [#close] are for any thread.
public final class AlertmanagerNotifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerNotifier.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final String topic;
  private final Map<String, Object> properties;
  private final RecordSerdes serdes;
  private final List<AlertmanagerLoop.Target> targets;
  private final AlertmanagerLoop loop;
  private final Heartbeat heartbeat = new Heartbeat("the alertmanager loop", System::nanoTime);
  private final Thread thread;
  private volatile @Nullable AlertSource reading;
  private volatile boolean closing;

  private AlertmanagerNotifier(
      AlertmanagerConfig config,
      TopicsConfig topics,
      KafkaConfig kafka,
      RecordSerdes serdes,
      AlertmanagerMeters meters,
      String workerId) {
    this.topic = Topic.ALERTS.name(topics.prefix());
    this.properties = kafka.consumer();
    properties.putAll(
        Map.of(
            "client.id", "gavel-alertmanager-" + workerId,
            "isolation.level", "read_committed",
            "enable.auto.commit", "false",
            "allow.auto.create.topics", "false"));
    properties.remove("group.id");
    this.serdes = serdes;
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    this.targets =
        config.url().stream()
            .map(url ->
                new AlertmanagerLoop.Target(
                    url,
                    new AlertmanagerClient(url, config),
                    new Delivery(config.repeat(), random)))
            .toList();
    this.loop =
        new AlertmanagerLoop(
            new AlertBook(new AlertLabels(config.severity()), AlertmanagerLoop.MOST_ALERTS),
            targets,
            Delivery.openFor(config.repeat()),
            config.dashboardUrl(),
            meters,
            InstantSource.system());
    this.thread = Thread.ofPlatform().name("gavel-alertmanager").daemon().unstarted(this::run);
  }

  /// Starts; returns at once.
  ///
  /// @param config where to post; it is on
  /// @param topics the topics' names
  /// @param kafka how to reach the cluster
  /// @param serdes make what reads the records
  /// @param meters count what is posted
  /// @param workerId names this worker
  public static AlertmanagerNotifier start(
      AlertmanagerConfig config,
      TopicsConfig topics,
      KafkaConfig kafka,
      RecordSerdes serdes,
      AlertmanagerMeters meters,
      String workerId) {
    AlertmanagerNotifier notifier =
        new AlertmanagerNotifier(config, topics, kafka, serdes, meters, workerId);
    notifier.thread.start();
    return notifier;
  }

  /// How it stands. An Alertmanager that is down leaves it running, with a word on that.
  public Health health() {
    return closing ? Health.STOPPED : heartbeat.health();
  }

  /// Stops. What is open stays open at the Alertmanagers until its time is over.
  @Override
  public void close() {
    closing = true;
    Optional.ofNullable(reading).ifPresent(AlertSource::wakeup);
    try {
      // Woken, it closes its consumer, to which an interrupt would be a failure to report; one ends
      // a post or a pause.
      if (!thread.join(POLL)) {
        thread.interrupt();
        thread.join(CLOSE_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    targets.forEach(it -> it.client().close());
  }

  private void run() {
    try {
      while (!closing) {
        try (AlertSource source = open()) {
          reading = source;
          if (source.open(topic)) {
            follow(source);
          }
          pause("there is no topic " + topic);
        } catch (WakeupException | InterruptException e) {
          if (!closing) {
            pause("woken");
          }
        } catch (RuntimeException e) {
          LOG.warn("alerts_unread detail=\"{}\"", e.getMessage());
          pause("reading alerts: " + e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      // Told to stop.
    }
  }

  private AlertSource open() {
    return new AlertSource(
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        serdes.deserializer(Alert.class));
  }

  private void follow(AlertSource source) throws InterruptedException {
    boolean caughtUp = false;
    while (!closing) {
      loop.hear(source.poll(POLL));
      caughtUp = caughtUp || source.isCaughtUp();
      heartbeat.beat(caughtUp ? loop.tell() : Health.starting("reads the alerts there are"));
    }
  }

  private void pause(String cause) throws InterruptedException {
    heartbeat.beat(Health.waiting(cause));
    Thread.sleep(PAUSE);
  }
}
