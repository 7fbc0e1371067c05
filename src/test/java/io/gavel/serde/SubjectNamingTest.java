package io.gavel.serde;

import static io.gavel.serde.TestingSerdes.client;
import static io.gavel.serde.TestingSerdes.newMock;
import static io.gavel.serde.TestingSerdes.reference;
import static io.gavel.serde.TestingSerdes.serializer;
import static io.gavel.serde.TestingSerdes.settings;
import static io.gavel.serde.TestingSerdes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubjectNamingTest {
  private final String url = newMock();

  @Test
  void theTopicNamesTheSubjectUnlessSomethingElseIsSet() {
    write(serializer(url), reference());

    assertThat(client(url).latest("references-value")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "TopicNameStrategy, references-value",
    "RecordNameStrategy, io.gavel.schema.Reference",
    "TopicRecordNameStrategy, references-io.gavel.schema.Reference",
    "io.confluent.kafka.serializers.subject.TopicNameStrategy, references-value",
    "io.confluent.kafka.serializers.subject.RecordNameStrategy, io.gavel.schema.Reference",
    "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy,"
        + " references-io.gavel.schema.Reference",
  })
  void eachStrategyIsTakenByItsSimpleNameAndByConfluents(String strategy, String subject) {
    write(serializer(url, "value.subject.name.strategy", strategy), reference());

    assertThat(client(url).latest(subject)).isPresent();
  }

  @Test
  void aKeyHasAStrategyOfItsOwn() {
    AvroSerializer serializer = new AvroSerializer();
    serializer.configure(settings(url, "value.subject.name.strategy", "RecordNameStrategy"), true);

    write(serializer, reference());

    assertThat(client(url).latest("references-key")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "topicnamestrategy",
        "com.acme.TopicNameStrategy",
        "io.confluent.kafka.serializers.subject.AssociatedNameStrategy"
      })
  void anythingElseIsRefusedWithTheChoices(String strategy) {
    assertThatThrownBy(() -> serializer(url, "value.subject.name.strategy", strategy))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "value.subject.name.strategy: there is no strategy '"
                + strategy
                + "'; choose one of TopicNameStrategy, RecordNameStrategy,"
                + " TopicRecordNameStrategy");
  }
}
