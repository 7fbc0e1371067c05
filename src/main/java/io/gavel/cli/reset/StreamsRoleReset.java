package io.gavel.cli.reset;

import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.topic.Topic;
import java.util.List;
import java.util.Optional;

/// What a role on Kafka Streams leaves on a cluster and on its workers.
///
/// @param applicationId its consumer group, and what its internal topics' names begin with
/// @param stateDir the setting; empty for the system's temporary folder
/// @param events the topics whose records it would do again from their beginning; what is only
///   looked up, such as references, is not among them and is always read from the beginning
/// @param repeatable whether doing them again publishes nothing twice
public record StreamsRoleReset(
    String applicationId, String stateDir, List<Topic> events, boolean repeatable) {
  /// Copies.
  public StreamsRoleReset {
    events = List.copyOf(events);
  }

  /// Of a role; empty where it is none of Kafka Streams: those have no state but their group's
  /// offsets.
  public static Optional<StreamsRoleReset> of(Role role, GavelConfig config) {
    return switch (role) {
      case ENRICH ->
          Optional.of(
              new StreamsRoleReset(
                  config.enrich().applicationId(),
                  config.enrich().stateDir(),
                  List.of(Topic.GENERATIONS),
                  false));
      case REWARD ->
          Optional.of(
              new StreamsRoleReset(
                  config.reward().applicationId(),
                  config.reward().stateDir(),
                  List.of(Topic.JUDGE_REQUESTS, Topic.FEEDBACK, Topic.DEAD_LETTERS),
                  false));
      case MONITOR ->
          // A window is published whole, and of a series' windows of one time the newest counts.
          Optional.of(
              new StreamsRoleReset(
                  config.monitor().applicationId(),
                  config.monitor().stateDir(),
                  List.of(Topic.FEEDBACK, Topic.DEAD_LETTERS),
                  true));
      case JUDGE, WEB -> Optional.empty();
    };
  }

  /// Whether a topic is one of its internal topics.
  ///
  /// @param topic a name on the broker
  boolean isInternal(String topic) {
    return topic.startsWith(applicationId + "-")
        && (topic.endsWith("-changelog") || topic.endsWith("-repartition"))
        && !topic.startsWith(applicationId + "-replay-");
  }
}
