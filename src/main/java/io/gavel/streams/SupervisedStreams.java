package io.gavel.streams;

import io.gavel.config.KafkaConfig;
import io.gavel.config.TopicsConfig;
import io.gavel.health.Health;
import io.gavel.health.Heartbeat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A role on Kafka Streams at work: owns the Kafka Streams client, its threads, and one thread
/// beside them that starts the client, and starts it anew after a pause when something outside has
/// stopped it. Nothing is lost by that: what a client had not committed, the next one does again.
/// For any thread.
public final class SupervisedStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisedStreams.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
  private static final int ADMIN_TIMEOUT_MILLIS = 10_000;

  private final StreamsRole role;
  private final TopicsConfig topics;
  private final KafkaConfig kafka;
  private final Supplier<Topology> topology;
  private final String workerId;
  private final Duration firstPause;
  private final CompletableFuture<Duration> stop = new CompletableFuture<>();
  private final Thread thread;
  private volatile Health health = Health.starting("not started");
  private volatile @Nullable Client client;

  /// @param role which
  /// @param topics how internal topics are replicated
  /// @param kafka how to reach the cluster
  /// @param topology makes the topology, anew for each client
  /// @param workerId names this worker; workers that run at the same time differ in it
  public SupervisedStreams(
      StreamsRole role,
      TopicsConfig topics,
      KafkaConfig kafka,
      Supplier<Topology> topology,
      String workerId) {
    this(role, topics, kafka, topology, workerId, FIRST_PAUSE);
  }

  /// @param firstPause after which a client that something outside has stopped is started anew;
  ///   each further pause is twice as long
  public SupervisedStreams(
      StreamsRole role,
      TopicsConfig topics,
      KafkaConfig kafka,
      Supplier<Topology> topology,
      String workerId,
      Duration firstPause) {
    this.role = role;
    this.topics = topics;
    this.kafka = kafka;
    this.topology = topology;
    this.workerId = workerId;
    this.firstPause = firstPause;
    thread = new Thread(this::supervise, "gavel-" + role.name());
  }

  /// Starts; returns at once.
  ///
  /// @throws IllegalThreadStateException when it was started before
  public void start() {
    thread.start();
  }

  /// How the role stands now.
  public Health health() {
    Client current = client;
    return current == null
        ? health
        : Heartbeat.atAge("a thread of the streams", current.lastPoll.age(), health);
  }

  /// The client that runs now, to be queried; empty while there is none, as before it has started
  /// or during an outage. It is this role's own: nobody else starts or closes it.
  public Optional<KafkaStreams> client() {
    return Optional.ofNullable(client).map(it -> it.streams);
  }

  /// Stops: commits what is done, leaves the group, ends the threads.
  ///
  /// @param limit how long to wait for that
  /// @return whether everything ended in time
  public boolean close(Duration limit) {
    stop.complete(limit);
    if (thread.getState() == Thread.State.NEW) {
      health = Health.STOPPED;
      return true;
    }
    try {
      return thread.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Stops within 30 s.
  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }

  private void supervise() {
    Duration pause = firstPause;
    while (true) {
      long startNanos = System.nanoTime();
      Throwable thrown = runUntilStopped();
      if (stop.isDone()) {
        health = Health.STOPPED;
        return;
      }
      Optional<Outage> outage = thrown == null ? Optional.empty() : outage(thrown);
      if (outage.isEmpty()) {
        health = Health.failed(String.valueOf(thrown));
        LOG.error(
            "{}_failed hint=\"a fault that waiting does not mend; nothing is lost\"",
            role.name(),
            thrown);
        return;
      }
      if (Duration.ofNanos(System.nanoTime() - startNanos).compareTo(LONGEST_PAUSE) > 0) {
        pause = firstPause;
      }
      health = Health.waiting(outage.get().detail());
      LOG.warn(
          "{} role={} detail=\"{}\" hint=\"nothing is lost; trying again in {}s\"",
          outage.get().event(),
          role.name(),
          outage.get().detail(),
          pause.toSeconds());
      if (stopped(pause)) {
        health = Health.STOPPED;
        return;
      }
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private static Optional<Outage> outage(Throwable thrown) {
    return thrown instanceof TopicsMissingException missing
        ? Optional.of(Outage.topicsMissing(missing.names))
        : Outage.of(thrown);
  }

  /// Runs one client until [#close] or a failure; returns what it failed of, or null.
  private @Nullable Throwable runUntilStopped() {
    health = Health.starting("it looks for its topics");
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    try {
      requireTopics();
      Properties properties = StreamsProperties.of(role, topics, kafka, workerId);
      try (Client started = new Client(new KafkaStreams(topology.get(), properties))) {
        client = started;
        started.streams.setUncaughtExceptionHandler(thrown -> {
          failure.complete(thrown);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        started.streams.setStateListener((now, before) -> {
          switch (now) {
            case RUNNING -> health = Health.RUNNING;
            case REBALANCING ->
                health = Health.starting("it joins its group or restores its stores");
            case CREATED, PENDING_SHUTDOWN, PENDING_ERROR, NOT_RUNNING, ERROR -> {}
          }
        });
        started.streams.start();
        CompletableFuture.anyOf(stop, failure).join();
      }
    } catch (Throwable e) { // An Error too, so that nobody takes a dead thread for a starting one.
      failure.complete(e);
    }
    return failure.getNow(null);
  }

  private final class Client implements AutoCloseable {
    private final KafkaStreams streams;
    private final LastPoll lastPoll;

    private Client(KafkaStreams streams) {
      this.streams = streams;
      lastPoll = new LastPoll(streams.metrics());
    }

    @Override
    public void close() {
      client = null;
      // It leaves its group, or the others would wait until its session has timed out (KIP-1153).
      streams.close(
          CloseOptions.timeout(stop.getNow(CLOSE_LIMIT))
              .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  /// Kafka Streams reports missing topics in other words for each kind; this in the words that
  /// help.
  private void requireTopics() {
    Map<String, Object> properties = kafka.admin();
    properties.put("default.api.timeout.ms", ADMIN_TIMEOUT_MILLIS);
    properties.put("request.timeout.ms", ADMIN_TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(properties)) {
      Set<String> existing = admin.listTopics().names().get();
      List<String> missing =
          role.topics().stream().filter(name -> !existing.contains(name)).toList();
      if (!missing.isEmpty()) {
        throw new TopicsMissingException(missing);
      }
    } catch (ExecutionException e) {
      throw new org.apache.kafka.common.KafkaException(
          "the cluster at " + kafka.bootstrapServers() + " does not answer: " + e.getCause(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  private static final class TopicsMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> names;

    private TopicsMissingException(List<String> names) {
      super("missing topics " + names);
      this.names = names;
    }
  }

  private boolean stopped(Duration pause) {
    try {
      stop.get(pause.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      return true;
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
