package io.gavel.cli.replay;

import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.CompactedTopic;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.config.GavelConfig;
import io.gavel.schema.Policy;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.ClusterTopics;
import io.gavel.topic.Topic;
import io.gavel.topic.TopicDefinition;
import io.gavel.topic.TopicDifference;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/// A replay's own topics, and what must be in them before its generations. For one thread.
public final class ReplayTopics {
  private final GavelConfig settings;
  private final Cluster cluster;
  private final java.util.function.Consumer<String> poison;

  /// @param settings the replay's
  /// @param poison is told of records that cannot be read, in one line each
  public ReplayTopics(GavelConfig settings, java.util.function.Consumer<String> poison) {
    this.settings = settings;
    this.cluster = new Cluster(settings);
    this.poison = poison;
  }

  /// Whether all of them are there.
  public boolean exist() {
    return missing().isEmpty();
  }

  /// Creates those that are not there.
  public void create() {
    try (ClusterTopics topics = ClusterTopics.of(settings.kafka())) {
      topics.apply(missing());
    }
  }

  /// The rubrics of its own; empty where its topics are not there.
  public Map<String, Rubric> rubrics() {
    return exist() ? newest(cluster, Topic.RUBRICS, Rubric.class) : Map.of();
  }

  /// The newest record of every key of a small compacted topic.
  public <T extends SpecificRecord> Map<String, T> newest(Cluster of, Topic topic, Class<T> type) {
    try (Consumer<byte[], byte[]> consumer = of.consumer();
        Deserializer<T> deserializer = of.serdes().deserializer(type)) {
      return new CompactedTopic(consumer, of.servers(), poison, InstantSource.system())
          .read(of.name(topic), deserializer);
    }
  }

  /// Makes sure that a replay which was begun goes on as it began.
  ///
  /// @throws ReplayException when its policy is another
  public void checkPolicy(Rubric rubric, double rate) {
    Policy wanted = ReplayRubric.policy(rubric, rate);
    Policy found =
        exist() ? newest(cluster, Topic.POLICIES, Policy.class).get(ReplayRubric.POLICY_ID) : null;
    if (found != null && !found.equals(wanted)) {
      throw new ReplayException(
          "this replay was begun with rubric %s and --sampling-rate %s: give the same, or another name with --as"
              .formatted(found.getRubrics().getFirst().getRubricId(), found.getSamplingRate()));
    }
  }

  /// Publishes the rubric and the policy, where they are not there, and the references.
  ///
  /// @param referenceIds those of production's that are needed
  /// @return how many references were published
  public long define(Rubric rubric, double rate, Set<String> referenceIds, Cluster production) {
    Map<String, Rubric> rubrics = rubrics();
    try (RecordPublisher publisher = cluster.publisher()) {
      if (!rubric.equals(rubrics.get(rubric.getRubricId()))) {
        publisher.publish(Topic.RUBRICS, rubric.getRubricId(), rubric, ReplayTopics::tooLarge);
      }
      if (!referenceIds.isEmpty()) {
        references(referenceIds, production, publisher);
      }
      publisher.publish(
          Topic.POLICIES,
          ReplayRubric.POLICY_ID,
          ReplayRubric.policy(rubric, rate),
          ReplayTopics::tooLarge);
      publisher.flush();
      return publisher.acknowledged(Topic.REFERENCES);
    }
  }

  /// A compacted topic may still hold several records of a key: they are published in their order.
  private static void references(
      Set<String> wanted, Cluster production, RecordPublisher publisher) {
    try (Consumer<byte[], byte[]> consumer = production.consumer();
        Deserializer<Reference> deserializer = production.serdes().deserializer(Reference.class)) {
      TopicPosition position = new TopicPosition(consumer, production.servers());
      position.assign(production.name(Topic.REFERENCES));
      position.toBeginning();
      position.readToEnd(source -> {
        String key = source.key() == null ? "" : new String(source.key(), StandardCharsets.UTF_8);
        if (wanted.contains(key)
            && source.value() != null
            && RecordSerdes.decode(deserializer, source)
                instanceof Decoded.Intact<Reference>(var ignored, Reference reference)) {
          publisher.publish(Topic.REFERENCES, key, reference, ReplayTopics::tooLarge);
        }
        return true;
      });
    }
  }

  private static void tooLarge(String why) {
    throw new ClusterException(
        "a rubric, policy or reference is larger than the broker takes: " + why);
  }

  private List<TopicDifference> missing() {
    try (ClusterTopics topics = ClusterTopics.of(settings.kafka())) {
      return topics.differences(TopicDefinition.all(settings.topics())).stream()
          .filter(TopicDifference.Missing.class::isInstance)
          .toList();
    }
  }
}
