package io.gavel.topic;

/// One way in which a topic on the broker is not what it should be.
public sealed interface TopicDifference {
  /// The topic's whole name.
  String topic();

  /// A sentence for a person, in one line: what is and what should be.
  String text();

  /// Whether [ClusterTopics#apply] can make it right without harm.
  default boolean canBeApplied() {
    return true;
  }

  /// There is no such topic.
  ///
  /// @param wanted what should be
  record Missing(TopicDefinition wanted) implements TopicDifference {
    @Override
    public String topic() {
      return wanted.name();
    }

    @Override
    public String text() {
      return "%s is missing; it should have %d partitions".formatted(topic(), wanted.partitions());
    }
  }

  /// Another number of partitions. It cannot be changed: keys would move to other partitions, and
  /// what belongs to one key would no longer meet.
  ///
  /// @param topic the topic
  /// @param found what is
  /// @param wanted what should be
  record Partitions(String topic, int found, int wanted) implements TopicDifference {
    @Override
    public String text() {
      return ("%s has %d partitions, not %d; this is not changed, because keys would move to other"
              + " partitions: set topics.partitions to %d, or drain and delete the topic")
          .formatted(topic, found, wanted, found);
    }

    @Override
    public boolean canBeApplied() {
      return false;
    }
  }

  /// Another number of replicas. Kafka changes it by moving data, which is the operator's to plan.
  ///
  /// @param topic the topic
  /// @param found what is, of the partition with the fewest
  /// @param wanted what should be
  record Replicas(String topic, int found, int wanted) implements TopicDifference {
    @Override
    public String text() {
      return ("%s has %d replicas of each partition, not %d; this is not changed from here: use"
              + " kafka-reassign-partitions, or set topics.replication_factor to %d")
          .formatted(topic, found, wanted, found);
    }

    @Override
    public boolean canBeApplied() {
      return false;
    }
  }

  /// Another value of a setting.
  ///
  /// @param topic the topic
  /// @param key the setting, under Kafka's name
  /// @param found what is
  /// @param wanted what should be
  record Setting(String topic, String key, String found, String wanted) implements TopicDifference {
    @Override
    public String text() {
      return "%s: %s is %s, not %s".formatted(topic, key, found, wanted);
    }
  }
}
