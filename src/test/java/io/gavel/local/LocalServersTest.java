package io.gavel.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.LocalCluster;
import io.gavel.config.TopicsConfig;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalCluster.class)
class LocalServersTest {
  @Test
  void aTopicCanBeCreatedOnTheLocalBroker(LocalCluster.Servers servers) throws Exception {
    TopicsConfig topics = servers.newTopics(3);
    try (Admin admin = Admin.create(servers.kafka().admin())) {
      admin
          .createTopics(
              List.of(new NewTopic(topics.prefix() + "one", Optional.of(3), Optional.empty())))
          .all()
          .get(30, TimeUnit.SECONDS);
      assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
          .contains(topics.prefix() + "one");
    }
  }
}
