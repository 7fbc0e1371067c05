package io.gavel.serde;

import io.gavel.config.InvalidConfigException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/// The subject that a record's schema stands under in the registry: Confluent's three strategies.
/// The names are those of Confluent's classes.
enum SubjectNaming {
  /// `topic-value` or `topic-key`: one kind of record in a topic.
  TOPIC_NAME("TopicNameStrategy") {
    @Override
    String subject(String topic, boolean isKey, Schema schema) {
      return topic + (isKey ? "-key" : "-value");
    }
  },
  /// The record's full name, whatever the topic.
  RECORD_NAME("RecordNameStrategy") {
    @Override
    String subject(String topic, boolean isKey, Schema schema) {
      return schema.getFullName();
    }
  },
  /// `topic-` and the record's full name: several kinds of record in a topic.
  TOPIC_RECORD_NAME("TopicRecordNameStrategy") {
    @Override
    String subject(String topic, boolean isKey, Schema schema) {
      return topic + "-" + schema.getFullName();
    }
  };

  private static final String PACKAGE = "io.confluent.kafka.serializers.subject.";

  private final String className;

  SubjectNaming(String className) {
    this.className = className;
  }

  /// @param schema a record's; its name counts
  abstract String subject(String topic, boolean isKey, Schema schema);

  /// @param key the setting, for the message
  /// @param value a simple class name, or one with Confluent's package
  /// @throws InvalidConfigException for any other value
  static SubjectNaming parse(String key, String value) {
    String simple = value.startsWith(PACKAGE) ? value.substring(PACKAGE.length()) : value;
    return Arrays.stream(values())
        .filter(naming -> naming.className.equals(simple))
        .findFirst()
        .orElseThrow(() ->
            new InvalidConfigException(
                "%s: there is no strategy '%s'; choose one of %s"
                    .formatted(
                        key,
                        value,
                        Arrays.stream(values())
                            .map(naming -> naming.className)
                            .collect(Collectors.joining(", ")))));
  }
}
