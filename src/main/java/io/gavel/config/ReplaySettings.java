package io.gavel.config;

import java.util.List;

/// Settings of a replay: production's, with topics, groups and stream applications of its own, so
/// that nothing of a replay is ever read or written as production's, and the other way round.
public final class ReplaySettings {
  private ReplaySettings() {}

  /// Derives. The judges are production's: they are what both share. A replay's alerts stay in its
  /// own topic, and it answers no trainers.
  ///
  /// @param production production's settings
  /// @param name the replay's; 1 to 60 letters, digits, '_' and '-'
  /// @throws InvalidConfigException when the name is none
  public static GavelConfig of(GavelConfig production, String name) {
    Check.that(
        name.matches("[a-zA-Z0-9_-]{1,60}"),
        "replay",
        "'" + name + "'",
        "a name of letters, digits, '_' and '-', 60 at most");
    String suffix = "-replay-" + name;
    return new GavelConfig(
        production.workerId(),
        production.roles(),
        production.kafka(),
        production.registry(),
        topics(production.topics(), name),
        enrich(production.enrich(), suffix),
        engine(production.engine(), suffix),
        production.judge(),
        reward(production.reward(), suffix),
        monitor(production.monitor(), suffix),
        web(production.web()),
        production.tracing());
  }

  private static TopicsConfig topics(TopicsConfig from, String name) {
    return new TopicsConfig(
        from.prefix() + "replay-" + name + ".",
        from.partitions(),
        from.replicationFactor(),
        from.retention(),
        from.deadLetterRetention());
  }

  private static EnrichConfig enrich(EnrichConfig from, String suffix) {
    return new EnrichConfig(
        from.applicationId() + suffix,
        from.waitTime(),
        from.waitLimit(),
        from.pairWait(),
        from.pairLimit(),
        from.maxPairs(),
        from.groupRetention(),
        from.stateDir(),
        from.threads());
  }

  private static EngineConfig engine(EngineConfig from, String suffix) {
    return new EngineConfig(
        from.groupId() + suffix,
        from.commitInterval(),
        from.maxInFlight(),
        from.drain(),
        from.maxOffsetMetadata());
  }

  private static RewardConfig reward(RewardConfig from, String suffix) {
    return new RewardConfig(
        from.applicationId() + suffix,
        from.pairWait(),
        from.pairLimit(),
        from.generationWait(),
        from.generationLimit(),
        from.stateDir(),
        from.threads());
  }

  private static MonitorConfig monitor(MonitorConfig from, String suffix) {
    AlertmanagerConfig alerts = from.alertmanager();
    return new MonitorConfig(
        from.applicationId() + suffix,
        from.windows(),
        from.grace(),
        from.retainedWindows(),
        from.seriesRetention(),
        from.tags(),
        from.seriesLimit(),
        from.publishInterval(),
        from.stateDir(),
        from.threads(),
        from.drift(),
        new AlertmanagerConfig(
            List.of(),
            alerts.bearerToken(),
            alerts.username(),
            alerts.password(),
            alerts.repeat(),
            alerts.severity(),
            alerts.dashboardUrl()));
  }

  private static WebConfig web(WebConfig from) {
    GetRewardConfig trainers = from.getReward();
    return new WebConfig(
        from.listen(),
        from.advertised(),
        List.of(),
        from.token(),
        from.tls(),
        from.requestsPerSecond(),
        new GetRewardConfig(
            "",
            trainers.model(),
            trainers.longestWait(),
            trainers.outageWait(),
            trainers.waitingLimit(),
            trainers.remember(),
            trainers.acceptPartial(),
            trainers.endMarks()));
  }
}
