package io.gavel.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.LocalCluster;
import io.gavel.config.TopicsConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalCluster.class)
class LocalServersTest {
  @Test
  void aTopicCanBeCreatedOnTheLocalBroker(LocalCluster.Servers servers) throws Exception {
    TopicsConfig topics = servers.newTopics(3);
    servers.createTopics(List.of(topics.prefix() + "one"), 3);

    try (Admin admin = Admin.create(servers.kafka().admin())) {
      assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
          .contains(topics.prefix() + "one");
    }
  }
}
