package io.gavel.config;

import java.util.Set;

/// Every setting of a worker; `defaults.yaml` beside this class documents each key.
///
/// @param workerId names this worker; stable over restarts, unique among the workers that run
/// @param roles what the worker does; not empty
/// @param kafka how to reach the cluster
/// @param registry how to reach the schema registry
/// @param topics names and settings of the topics
/// @param enrich the enrich role
/// @param engine the judge role's engine
/// @param judge the judge profiles
/// @param reward the reward role
/// @param monitor the monitor role
/// @param web the worker's own HTTP server
/// @param tracing traces and results by OpenTelemetry
public record GavelConfig(
    String workerId,
    Set<Role> roles,
    KafkaConfig kafka,
    RegistryConfig registry,
    TopicsConfig topics,
    EnrichConfig enrich,
    EngineConfig engine,
    JudgeConfig judge,
    RewardConfig reward,
    MonitorConfig monitor,
    WebConfig web,
    TracingConfig tracing) {
  /// Checks and copies.
  public GavelConfig {
    Check.notBlank("worker_id", workerId);
    Check.that(!roles.isEmpty(), "roles", roles, "at least one of " + Role.names());
    roles = Set.copyOf(roles);
  }

  /// Whether the worker answers trainers: it has the role, a server, and an application for them.
  public boolean answersTrainers() {
    return roles.contains(Role.WEB) && web.isOn() && web.getReward().isOn();
  }

  /// The same settings for other roles.
  ///
  /// @param others what the worker does instead; not empty
  public GavelConfig withRoles(Set<Role> others) {
    return new GavelConfig(
        workerId, others, kafka, registry, topics, enrich, engine, judge, reward, monitor, web,
        tracing);
  }
}
