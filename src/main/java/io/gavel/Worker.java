package io.gavel;

import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.engine.Engine;
import io.gavel.engine.JudgingEngine;
import io.gavel.enrich.EnrichStreams;
import io.gavel.health.Health;
import io.gavel.judge.Judges;
import io.gavel.judge.pool.EndpointStatus;
import io.gavel.metric.AlertmanagerMeters;
import io.gavel.metric.EngineMeters;
import io.gavel.metric.FunnelMeters;
import io.gavel.metric.MonitorMeters;
import io.gavel.metric.RewardMeters;
import io.gavel.metric.TraceMeters;
import io.gavel.metric.TrainerMeters;
import io.gavel.monitor.MonitorStreams;
import io.gavel.monitor.WindowQueries;
import io.gavel.monitor.alertmanager.AlertmanagerNotifier;
import io.gavel.reward.RewardStreams;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.SupervisedStreams;
import io.gavel.trace.Tracing;
import io.gavel.trace.otel.OtlpTracing;
import io.gavel.web.reward.feed.RewardDesk;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The roles of one worker, wired: started in the event's order, closed in reverse.
public final class Worker implements AutoCloseable {
  private final Deque<Running> roles = new ConcurrentLinkedDeque<>();
  private volatile Supplier<List<EndpointStatus>> judgeEndpoints = List::of;
  private volatile Optional<WindowQueries> windows = Optional.empty();
  private volatile @Nullable RewardDesk rewardDesk;
  private final Tracing tracing;
  private volatile boolean closing;

  /// A role at work.
  ///
  /// @param role which
  /// @param health how it stands now
  /// @param failure why it stopped by itself; empty while it runs
  /// @param close stops it
  private record Running(
      Role role, Supplier<Health> health, Supplier<Optional<Throwable>> failure, Runnable close) {}

  private Worker(Tracing tracing) {
    this.tracing = tracing;
  }

  /// Starts the configured roles; returns at once: each begins its work as soon as what it needs
  /// answers.
  ///
  /// @param config the settings
  /// @param meters where everything is counted
  /// @throws io.gavel.config.InvalidConfigException when a setting cannot be used
  public static Worker start(GavelConfig config, MeterRegistry meters) {
    return start(config, meters, "");
  }

  /// Starts the configured roles likewise, as a worker that others can ask for what it knows. Of
  /// the role `web` only what answers trainers is among them: the rest is with the server, in
  /// [WatchedWorker].
  ///
  /// @param advertised where others reach it, `host:port`; empty: nowhere
  static Worker start(GavelConfig config, MeterRegistry meters, String advertised) {
    Worker worker = new Worker(tracing(config, meters));
    RecordSerdes serdes = new RecordSerdes(config.registry());
    try {
      if (config.roles().contains(Role.ENRICH)) {
        worker.roles.addLast(worker.enrich(config, serdes, meters));
      }
      if (config.roles().contains(Role.JUDGE)) {
        Judges judges = Judges.of(config.judge(), meters);
        worker.judgeEndpoints = judges::endpoints;
        worker.roles.addLast(worker.judge(config, serdes, judges, meters));
      }
      if (config.roles().contains(Role.REWARD)) {
        worker.roles.addLast(reward(config, serdes, meters));
      }
      if (config.roles().contains(Role.MONITOR)) {
        SupervisedStreams streams = monitor(config, serdes, meters, advertised);
        worker.windows = Optional.of(new WindowQueries(streams::client, advertised));
        worker.roles.addLast(alerting(config, serdes, streams(Role.MONITOR, streams), meters));
      }
      if (config.answersTrainers()) {
        worker.roles.addLast(worker.trainers(config, serdes, meters));
      }
      return worker;
    } catch (RuntimeException e) {
      worker.close();
      throw e;
    }
  }

  /// Why a role stopped by itself, the first that did; empty while all run.
  public Optional<Throwable> failure() {
    return roles.stream().flatMap(role -> role.failure().get().stream()).findFirst();
  }

  /// How the roles stand now, in the event's order.
  public Map<Role, Health> health() {
    Map<Role, Health> now = new EnumMap<>(Role.class);
    for (Running running : roles) {
      Health health = running.health().get();
      now.put(running.role(), closing && health.isLive() ? Health.STOPPED : health);
    }
    return now;
  }

  /// How the endpoints of all judges are doing now, by profile; empty without the role that judges.
  public List<EndpointStatus> judgeEndpoints() {
    return judgeEndpoints.get();
  }

  /// Asks for the score windows; empty without the role that has them.
  Optional<WindowQueries> windows() {
    return windows;
  }

  /// What answers trainers; empty where the settings do not want it, and while the worker starts.
  Optional<RewardDesk> rewardDesk() {
    return Optional.ofNullable(rewardDesk);
  }

  /// Stops the roles, the last one first; each publishes what it has finished. A second call waits
  /// for the first and does nothing.
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    roles.descendingIterator().forEachRemaining(role -> role.close().run());
    tracing.close();
  }

  private static Tracing tracing(GavelConfig config, MeterRegistry meters) {
    return config.tracing().isOn()
        ? OtlpTracing.start(config.tracing(), config.workerId(), new TraceMeters(meters))
        : Tracing.OFF;
  }

  /// Generations to judge requests.
  private Running enrich(GavelConfig config, RecordSerdes serdes, MeterRegistry meters) {
    return streams(
        Role.ENRICH,
        EnrichStreams.of(
            config.enrich(),
            config.topics(),
            config.kafka(),
            serdes,
            new FunnelMeters(meters),
            tracing,
            config.workerId()));
  }

  /// Judge requests to feedback.
  private Running judge(
      GavelConfig config, RecordSerdes serdes, Judges judges, MeterRegistry meters) {
    Engine engine =
        new JudgingEngine(
            config, serdes, judges, new EngineMeters(meters), tracing, InstantSource.system());
    engine.start();
    return new Running(
        Role.JUDGE,
        engine::health,
        engine::failure,
        () -> {
          engine.close();
          judges.close();
        });
  }

  /// Feedback to preferences and rankings.
  private static Running reward(GavelConfig config, RecordSerdes serdes, MeterRegistry meters) {
    return streams(
        Role.REWARD,
        RewardStreams.of(
            config.reward(),
            config.topics(),
            config.kafka(),
            serdes,
            new RewardMeters(meters),
            config.workerId()));
  }

  /// Feedback to score windows.
  private static SupervisedStreams monitor(
      GavelConfig config, RecordSerdes serdes, MeterRegistry meters, String advertised) {
    return MonitorStreams.of(
        config.monitor(),
        config.topics(),
        advertised.isEmpty()
            ? config.kafka()
            : config.kafka().withStreamsProperty("application.server", advertised),
        serdes,
        new MonitorMeters(meters),
        config.workerId());
  }

  /// Trainers' samples to generations, and their rewards back.
  private Running trainers(GavelConfig config, RecordSerdes serdes, MeterRegistry meters) {
    RewardDesk desk =
        RewardDesk.start(
            config,
            serdes,
            new TrainerJudging(this::judgeEndpoints),
            new TrainerMeters(meters),
            InstantSource.system());
    rewardDesk = desk;
    return new Running(Role.WEB, desk::health, Optional::empty, desk::close);
  }

  /// The streams of the role with what posts alerts to Alertmanager, where one is set.
  private static Running alerting(
      GavelConfig config, RecordSerdes serdes, Running streams, MeterRegistry meters) {
    if (!config.monitor().alertmanager().isOn()) {
      return streams;
    }
    AlertmanagerNotifier notifier =
        AlertmanagerNotifier.start(
            config.monitor().alertmanager(),
            config.topics(),
            config.kafka(),
            serdes,
            new AlertmanagerMeters(meters),
            config.workerId());
    return new Running(
        Role.MONITOR,
        () -> beside(streams.health().get(), notifier.health()),
        streams.failure(),
        () -> {
          notifier.close();
          streams.close().run();
        });
  }

  /// How the role stands with its notifier: that one only matters where the stream itself works,
  /// and then by stalling, or by what it has to say.
  private static Health beside(Health stream, Health notifier) {
    if (!stream.isReady()) {
      return stream;
    }
    return notifier.isLive() ? new Health(stream.state(), notifier.detail()) : notifier;
  }

  private static Running streams(Role role, SupervisedStreams streams) {
    streams.start();
    return new Running(
        role,
        streams::health,
        () ->
            switch (streams.health().state()) {
              case FAILED -> Optional.of(new IllegalStateException(streams.health().detail()));
              case STARTING, RUNNING, WAITING, STALLED, STOPPED -> Optional.empty();
            },
        streams::close);
  }
}
