package io.gavel.local;

import io.gavel.config.GavelConfig;
import io.gavel.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// The topics of a local system.
final class LocalTopics {
  private LocalTopics() {}

  /// Creates them.
  ///
  /// @return what there is now, for a person
  static String create(GavelConfig config) throws InterruptedException {
    List<NewTopic> topics =
        Arrays.stream(Topic.values())
            .map(topic ->
                new NewTopic(
                    topic.name(config.topics().prefix()), config.topics().partitions(), (short) 1))
            .toList();
    try (Admin admin = Admin.create(config.kafka().admin())) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new LocalSystemException("broker", e);
    }
    return topics.size() + " topics under " + config.topics().prefix() + "*";
  }
}
