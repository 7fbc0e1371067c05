package io.gavel.bench.contestant;

import io.gavel.bench.broker.Track;
import io.gavel.bench.load.PoolJudge;
import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import io.gavel.engine.Engine;
import io.gavel.engine.JudgingEngine;
import io.gavel.judge.Judge;
import io.gavel.metric.EngineMeters;
import io.gavel.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Gavel's own engine, as `gavel run` starts it.
public final class GavelContestant implements Contestant {
  @Override
  public String name() {
    return "Gavel";
  }

  @Override
  public String work() {
    return "exactly once; decodes the JudgeRequest, encodes the Feedback; commit interval 100 ms";
  }

  @Override
  public Running start(Race race) {
    Engine engine =
        engine(
            config(race.track(), race.run(), race.inFlight(), Map.of()),
            new PoolJudge(race.pool(), race.track().bytes()),
            race.track());
    engine.start();
    return () -> {
      engine.close();
      engine
          .failure()
          .ifPresent(cause -> {
            throw new IllegalStateException("Gavel's engine failed: " + cause, cause);
          });
    };
  }

  /// An engine on a track, with meters that nobody reads.
  public static Engine engine(GavelConfig config, Judge judge, Track track) {
    return new JudgingEngine(
        config,
        track.serdes(),
        judge,
        new EngineMeters(new SimpleMeterRegistry()),
        Tracing.OFF,
        InstantSource.system());
  }

  /// Gavel's default settings for one run.
  ///
  /// @param track the topics
  /// @param run names the consumer group
  /// @param inFlight requests with the judges at once
  /// @param more environment variables of Gavel's for this run
  public static GavelConfig config(
      Track track, String run, int inFlight, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GAVEL_WORKER_ID", "bench");
    environment.put("GAVEL_KAFKA_BOOTSTRAP_SERVERS", track.kafka().bootstrapServers());
    environment.put("GAVEL_REGISTRY_URL", Track.REGISTRY.url());
    environment.put("GAVEL_TOPICS_PREFIX", track.prefix());
    environment.put("GAVEL_TOPICS_PARTITIONS", Integer.toString(Track.PARTITIONS));
    environment.put("GAVEL_ENGINE_GROUP_ID", run);
    environment.put("GAVEL_ENGINE_COMMIT_INTERVAL", "100ms");
    environment.put("GAVEL_ENGINE_MAX_IN_FLIGHT", Integer.toString(inFlight));
    environment.put("GAVEL_ENGINE_DRAIN", "5s");
    environment.putAll(more);
    return ConfigLoader.load(null, environment);
  }
}
