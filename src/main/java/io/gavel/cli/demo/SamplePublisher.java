package io.gavel.cli.demo;

import io.gavel.cli.apply.Definition;
import io.gavel.cli.apply.DefinitionReader;
import io.gavel.cli.apply.Definitions;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.local.SampleTask;
import io.gavel.local.SampleTraffic;
import io.gavel.schema.Reference;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/// Publishes the sample traffic: its rubrics, policies and reference answers, and its generations.
/// For one thread.
public final class SamplePublisher {
  private final RecordPublisher publisher;

  /// @param publisher where they go; not closed here
  public SamplePublisher(RecordPublisher publisher) {
    this.publisher = publisher;
  }

  /// Publishes the rubrics, policies and reference answers, and returns when they are there.
  ///
  /// @return what was published, for a person
  public String publishRules(List<SampleTask> tasks) {
    DefinitionReader reader = new DefinitionReader();
    for (String file : List.of("rubrics.yaml", "policies.yaml")) {
      try (InputStream resource = SampleTraffic.resource(file)) {
        reader.read(file, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(file, e);
      }
    }
    Definitions definitions = reader.definitions();
    if (!definitions.problems().isEmpty()) {
      throw new IllegalStateException("the bundled sample: " + definitions.problems());
    }
    publishAll(Topic.RUBRICS, definitions.rubrics());
    publishAll(Topic.POLICIES, definitions.policies());
    List<Reference> references = SampleTraffic.references(tasks);
    references.forEach(
        reference -> publish(Topic.REFERENCES, reference.getReferenceId(), reference));
    publisher.flush();
    return "%d rubrics, %d policies, %d reference answers"
        .formatted(definitions.rubrics().size(), definitions.policies().size(), references.size());
  }

  private void publishAll(Topic topic, List<? extends Definition<?>> definitions) {
    definitions.forEach(definition -> publish(topic, definition.id(), definition.record()));
  }

  /// Publishes one record; it is there after the next flush.
  public void publish(Topic topic, String key, SpecificRecord value) {
    publisher.publish(
        topic,
        key,
        value,
        tooLarge -> {
          throw new IllegalStateException("the bundled sample: " + tooLarge);
        });
  }
}
