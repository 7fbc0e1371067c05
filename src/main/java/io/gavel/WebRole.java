package io.gavel;

import io.gavel.cli.Version;
import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.engine.ledger.CompletedMap;
import io.gavel.engine.ledger.UnreadableMapException;
import io.gavel.health.Health;
import io.gavel.metric.TrainerMeters;
import io.gavel.monitor.WindowQueries;
import io.gavel.monitor.WindowsAwayException;
import io.gavel.monitor.alert.SeriesStanding;
import io.gavel.web.PageRoutes;
import io.gavel.web.RefusedException;
import io.gavel.web.Routes;
import io.gavel.web.api.WorkerRoutes;
import io.gavel.web.api.feedback.FeedbackRoutes;
import io.gavel.web.api.flow.FunnelRoutes;
import io.gavel.web.api.flow.FunnelSource;
import io.gavel.web.api.flow.PoolRoutes;
import io.gavel.web.api.flow.PoolSource;
import io.gavel.web.api.series.AlertRoutes;
import io.gavel.web.api.series.SeriesRoutes;
import io.gavel.web.api.series.SeriesSource;
import io.gavel.web.api.series.Standings;
import io.gavel.web.event.EventRoutes;
import io.gavel.web.event.What;
import io.gavel.web.live.LagReader;
import io.gavel.web.live.LiveTopics;
import io.gavel.web.peer.Peers;
import io.gavel.web.reward.GetRewardRoutes;
import io.gavel.web.reward.feed.RewardDesk;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role `web`, wired: the page, the API, and what tells them of the other roles. It is made
/// before the server that answers for it and closed before it. For any thread.
final class WebRole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebRole.class);

  private final GavelConfig config;
  private final Supplier<Optional<Worker>> worker;
  private final EventRoutes events = new EventRoutes();
  private final WorkerCounts counts;
  private final Peers peers;
  private final LiveTopics topics;
  private final LagReader lags;
  private final PoolRoutes pool;
  private final List<Routes> routes;
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gavel-web-ticks").factory());
  private PoolSource.Pool lastPool = PoolSource.Pool.NONE;
  private FunnelSource.Funnel lastFunnel;

  /// @param config the settings
  /// @param meters where everything is counted
  /// @param worker the roles beside this; empty until they are started
  /// @param health how all roles stand
  /// @param advertised where other workers reach this one, once the server listens
  WebRole(
      GavelConfig config,
      MeterRegistry meters,
      Supplier<Optional<Worker>> worker,
      Supplier<Map<Role, Health>> health,
      Supplier<String> advertised) {
    this.config = config;
    this.worker = worker;
    String clientId = "gavel-web-" + config.workerId();
    counts =
        new WorkerCounts(
            config, meters, () -> worker.get().map(Worker::judgeEndpoints).orElse(List.of()));
    lastFunnel = counts.funnel();
    peers =
        new Peers(
            config.web(), advertised, () -> others().orElse(WindowQueries.Others.NONE).workers());
    topics = new LiveTopics(config, new Telling());
    lags =
        new LagReader(
            config.kafka(),
            clientId + "-lag",
            groups(),
            WebRole::doneBeyond,
            InstantSource.system());
    pool = new PoolRoutes(config.workerId(), counts, peers);
    routes =
        List.of(
            new PageRoutes(),
            new WorkerRoutes(
                new WorkerRoutes.Identity(
                    Version.gavel(), config.workerId(), config.monitor().windows(), Instant.now()),
                health),
            new SeriesRoutes(config.monitor().windows(), new OwnSeries(), this::standing, peers),
            new AlertRoutes(topics.alerts()),
            pool,
            new FunnelRoutes(counts::funnel, lags, peers),
            new FeedbackRoutes(topics),
            events,
            new GetRewardRoutes(
                config.web().getReward(), this::rewardDesk, new TrainerMeters(meters)));
  }

  /// Starts to look; returns at once.
  void start() {
    topics.start();
    lags.start();
    ScheduledFuture<?> _ = ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /// What it answers.
  List<Routes> routes() {
    return routes;
  }

  /// How it stands: what answers trainers first, where that cannot work.
  Health health() {
    if (!config.answersTrainers()) {
      return topics.health();
    }
    Health trainers = rewardDesk().map(RewardDesk::health).orElse(Health.starting("not started"));
    return trainers.isReady() ? topics.health() : trainers;
  }

  private Optional<RewardDesk> rewardDesk() {
    return worker.get().flatMap(Worker::rewardDesk);
  }

  /// The groups of the roles, of whichever worker.
  private Map<String, String> groups() {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put(Role.ENRICH.text(), config.enrich().applicationId());
    groups.put(Role.JUDGE.text(), config.engine().groupId());
    groups.put(Role.REWARD.text(), config.reward().applicationId());
    groups.put(Role.MONITOR.text(), config.monitor().applicationId());
    return groups;
  }

  /// The judge role notes beside its offset what is done beyond it.
  private static long doneBeyond(OffsetAndMetadata committed) {
    try {
      return CompletedMap.read(committed.offset(), committed.metadata()).beyond().stream()
          .mapToLong(it -> it.to() - it.from())
          .sum();
    } catch (UnreadableMapException e) {
      return 0; // Another role's, or none: nothing beyond is known to be done.
    }
  }

  private final class Telling implements LiveTopics.Listener {
    @Override
    public void seriesChanged() {
      events.changed(What.SERIES);
    }

    @Override
    public void alertsChanged() {
      events.changed(What.ALERTS);
    }

    @Override
    public void feedbackChanged() {
      events.changed(What.FEEDBACK);
    }
  }

  private void tick() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.warn("web_tick_failed", e); // The next may succeed.
    }
  }

  private void look() {
    pool.sample(System.nanoTime());
    PoolSource.Pool nowPool = counts.now();
    if (!nowPool.equals(lastPool)) {
      lastPool = nowPool;
      events.changed(What.POOL);
    }
    FunnelSource.Funnel nowFunnel = counts.funnel();
    if (!nowFunnel.equals(lastFunnel)) {
      lastFunnel = nowFunnel;
      events.changed(What.FUNNEL);
    }
  }

  /// This worker's windows.
  private final class OwnSeries implements SeriesSource {
    @Override
    public List<Found> newest(Duration size, int points, int most) {
      Worker started = worker.get().orElseThrow(WebRole::starting);
      try {
        return started.windows().map(it -> it.newest(size, points, most)).orElse(List.of()).stream()
            .map(it -> new Found(it.key(), it.total(), it.windows()))
            .toList();
      } catch (WindowsAwayException e) {
        throw RefusedException.notNow(e.getMessage() + "; ask again");
      }
    }

    @Override
    public List<String> unreachable() {
      return others()
          .map(
              it -> it.unreachable().stream().map("partition %d of the series"::formatted).toList())
          .orElse(List.of("the series of other workers"));
    }
  }

  private Standings.Standing standing(String seriesKey) {
    return worker
        .get()
        .flatMap(Worker::windows)
        .flatMap(it -> it.standing(seriesKey))
        .map(WebRole::standing)
        .orElse(Standings.Standing.GATHERING);
  }

  private static Standings.Standing standing(SeriesStanding told) {
    Standings.State state =
        switch (told.standing()) {
          case GATHERING -> Standings.State.GATHERING;
          case STEADY -> Standings.State.STEADY;
          case ALERT -> Standings.State.ALERT;
        };
    Standings.Baseline.Kind kind =
        told.baseline() == SeriesStanding.Kind.PINNED
            ? Standings.Baseline.Kind.PINNED
            : Standings.Baseline.Kind.TRAILING;
    return new Standings.Standing(
        state,
        told.baselineMean().map(mean -> new Standings.Baseline(mean, kind)).orElse(null),
        told.judge());
  }

  /// Where the series are that this worker does not have; empty where that is not known now.
  private Optional<WindowQueries.Others> others() {
    try {
      return Optional.of(
          worker
              .get()
              .flatMap(Worker::windows)
              .map(WindowQueries::others)
              .orElse(WindowQueries.Others.NONE));
    } catch (WindowsAwayException e) {
      return Optional.empty();
    }
  }

  private static RefusedException starting() {
    return RefusedException.notNow("this worker starts; ask again");
  }

  /// Ends the connections of the events, what is asked of other workers, and its readers.
  @Override
  public void close() {
    try (peers;
        topics;
        lags;
        events) {
      ticks.shutdownNow();
    }
  }
}
