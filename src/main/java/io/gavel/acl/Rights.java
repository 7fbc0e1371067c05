package io.gavel.acl;

import io.gavel.config.GavelConfig;
import io.gavel.topic.Topic;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/// The least that each role and command needs on a Kafka cluster whose authorizer refuses what is
/// not allowed. On what may be read, written or deleted, a broker allows `Describe` as well, and on
/// what may be configured, `DescribeConfigs`: neither is listed beside.
public final class Rights {
  private Rights() {}

  /// The rights, by resource, in the order in which the work meets them.
  ///
  /// @param duty whose
  /// @param config the names: the topics' prefix, application ids and groups; and what is on, such
  ///   as drift, Alertmanager and trainers
  public static List<Right> of(Duty duty, GavelConfig config) {
    RightList rights = new RightList(config.topics().prefix());
    switch (duty) {
      case ENRICH ->
          streams(rights, config.enrich().applicationId())
              .read(Topic.GENERATIONS, Topic.RUBRICS, Topic.REFERENCES, Topic.POLICIES)
              .write(Topic.JUDGE_REQUESTS, Topic.DEAD_LETTERS);
      case JUDGE ->
          rights
              .read(Topic.JUDGE_REQUESTS)
              .write(Topic.FEEDBACK, Topic.DEAD_LETTERS)
              .group(config.engine().groupId(), AclOperation.READ)
              .transaction(config.engine().groupId() + "-", PatternType.PREFIXED);
      case REWARD ->
          streams(rights, config.reward().applicationId())
              .read(Topic.JUDGE_REQUESTS, Topic.FEEDBACK, Topic.DEAD_LETTERS)
              .write(Topic.PREFERENCES, Topic.RANKINGS, Topic.REWARDS);
      case MONITOR -> monitor(rights, config);
      case WEB -> web(rights, config);
      case TOPICS ->
          // What may be made and configured may not be described without a word.
          rights
              .topics(AclOperation.CREATE, Topic.values())
              .topics(AclOperation.ALTER_CONFIGS, Topic.values())
              .topics(AclOperation.DESCRIBE, Topic.values());
      case APPLY ->
          rights
              .read(Topic.RUBRICS, Topic.POLICIES)
              .write(Topic.RUBRICS, Topic.REFERENCES, Topic.POLICIES);
      case DEFINITIONS -> rights.read(Topic.RUBRICS, Topic.REFERENCES, Topic.POLICIES);
      case SEND -> rights.write(Topic.GENERATIONS, Topic.RUBRICS);
      case TAIL ->
          rights.read(
              Topic.GENERATIONS,
              Topic.JUDGE_REQUESTS,
              Topic.FEEDBACK,
              Topic.PREFERENCES,
              Topic.RANKINGS,
              Topic.REWARDS,
              Topic.SCORE_WINDOWS,
              Topic.ALERTS,
              Topic.DEAD_LETTERS);
      case DEAD_LETTERS ->
          // The records that dead letters came of are looked up where a letter is too large to
          // carry its own.
          rights
              .read(
                  Topic.DEAD_LETTERS,
                  Topic.DEAD_LETTER_RETRIES,
                  Topic.GENERATIONS,
                  Topic.REFERENCES,
                  Topic.JUDGE_REQUESTS)
              .write(Topic.GENERATIONS, Topic.JUDGE_REQUESTS, Topic.DEAD_LETTER_RETRIES)
              .transaction(config.topics().prefix() + "dead-letters-retry", PatternType.LITERAL);
      case BASELINE ->
          rights.read(Topic.SCORE_WINDOWS, Topic.BASELINES, Topic.ALERTS).write(Topic.BASELINES);
      case EXPORT ->
          rights.read(
              Topic.FEEDBACK,
              Topic.PREFERENCES,
              Topic.REWARDS,
              Topic.GENERATIONS,
              Topic.JUDGE_REQUESTS);
      case REPLAY -> replay(rights, config.topics().prefix() + "replay-");
      case RESET -> reset(rights, config);
    }
    return rights.list();
  }

  /// The topics of the catalogue that a role or command needs, by name, sorted as rights are.
  public static Set<String> topics(Duty duty, GavelConfig config) {
    return of(duty, config).stream()
        .map(Right::resource)
        .filter(it -> it.resourceType() == ResourceType.TOPIC)
        .filter(it -> it.patternType() == PatternType.LITERAL)
        .map(it -> it.name())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// A Kafka Streams application: its group, the topics for its repartitioning and stores, which it
  /// makes itself and clears of what has been read, and its transactions. All are named by it.
  private static RightList streams(RightList rights, String applicationId) {
    return rights
        .group(applicationId, AclOperation.READ)
        .transaction(applicationId + "-", PatternType.PREFIXED)
        .topicsFrom(
            applicationId + "-",
            AclOperation.CREATE,
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.DELETE);
  }

  /// Production's generations and what judges them by, into topics of every replay's own.
  private static void replay(RightList rights, String beginning) {
    rights
        .read(Topic.GENERATIONS, Topic.RUBRICS, Topic.REFERENCES)
        .topicsFrom(
            beginning,
            AclOperation.CREATE,
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.DESCRIBE_CONFIGS)
        .transaction(beginning, PatternType.PREFIXED);
  }

  /// Takes the applications' groups and internal topics away, and commits where they go on.
  private static void reset(RightList rights, GavelConfig config) {
    for (String application : applications(config)) {
      rights
          .group(application, AclOperation.DELETE)
          .group(application, AclOperation.READ)
          .topicsFrom(application + "-", AclOperation.DELETE);
    }
    rights.read(Topic.GENERATIONS, Topic.JUDGE_REQUESTS, Topic.FEEDBACK, Topic.DEAD_LETTERS);
  }

  private static List<String> applications(GavelConfig config) {
    return List.of(
        config.enrich().applicationId(),
        config.reward().applicationId(),
        config.monitor().applicationId());
  }

  private static void monitor(RightList rights, GavelConfig config) {
    streams(rights, config.monitor().applicationId())
        .read(Topic.FEEDBACK, Topic.DEAD_LETTERS)
        .write(Topic.SCORE_WINDOWS);
    if (config.monitor().drift().enabled()) {
      rights.read(Topic.BASELINES).write(Topic.ALERTS);
    } else {
      // It asks whether they are there all the same.
      rights.topics(AclOperation.DESCRIBE, Topic.BASELINES, Topic.ALERTS);
    }
    if (config.monitor().alertmanager().isOn()) {
      rights.read(Topic.ALERTS);
    }
  }

  /// The page, and how far the groups of the roles are behind: what they have committed, and when
  /// the first record after it was made, also in the topics that they repartition through.
  private static void web(RightList rights, GavelConfig config) {
    rights.read(
        Topic.GENERATIONS,
        Topic.REFERENCES,
        Topic.JUDGE_REQUESTS,
        Topic.FEEDBACK,
        Topic.DEAD_LETTERS,
        Topic.SCORE_WINDOWS,
        Topic.ALERTS);
    for (String application : applications(config)) {
      rights
          .group(application, AclOperation.DESCRIBE)
          .topicsFrom(application + "-", AclOperation.READ);
    }
    rights.group(config.engine().groupId(), AclOperation.DESCRIBE);
    if (config.web().isOn() && config.web().getReward().isOn()) {
      rights.read(Topic.POLICIES, Topic.REWARDS).write(Topic.GENERATIONS);
    }
  }
}
