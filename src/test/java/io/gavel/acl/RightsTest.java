package io.gavel.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.ConfigLoader;
import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightsTest {
  @TempDir private Path folder;

  @Test
  void theJudgeReadsRequestsAndWritesOutcomesInTransactionsOfItsOwn() throws Exception {
    assertThat(texts(Duty.JUDGE, Map.of()))
        .containsExactly(
            "TOPIC gavel.judge-requests LITERAL [READ]",
            "TOPIC gavel.feedback LITERAL [WRITE]",
            "TOPIC gavel.dead-letters LITERAL [WRITE]",
            "GROUP gavel-judge LITERAL [READ]",
            "TRANSACTIONAL_ID gavel-judge- PREFIXED [WRITE]");
  }

  @Test
  void namesFollowTheSettings() throws Exception {
    Map<String, String> renamed = Map.of("GAVEL_TOPICS_PREFIX", "team-a.");
    for (Duty duty : EnumSet.of(Duty.ENRICH, Duty.JUDGE)) {
      assertThat(texts(duty, renamed)).allMatch(it -> it.contains(" team-a"));
    }
    assertThat(texts(Duty.ENRICH, renamed))
        .contains("TOPIC team-a-enrich- PREFIXED [READ, WRITE, CREATE, DELETE]");
  }

  @Test
  void whatIsOffNeedsNoRights() throws Exception {
    assertThat(texts(Duty.WEB, Map.of("GAVEL_WEB_GET_REWARD_APPLICATION", "")))
        .noneMatch(it -> it.contains("WRITE"))
        .noneMatch(it -> it.contains("policies"));
    assertThat(texts(Duty.WEB, Map.of())).contains("TOPIC gavel.generations LITERAL [READ, WRITE]");
    assertThat(texts(Duty.MONITOR, Map.of())).contains("TOPIC gavel.alerts LITERAL [WRITE]");
    assertThat(texts(Duty.MONITOR, Map.of("GAVEL_MONITOR_DRIFT_ENABLED", "false")))
        .contains("TOPIC gavel.alerts LITERAL [DESCRIBE]");
    assertThat(
            texts(Duty.MONITOR, Map.of("GAVEL_MONITOR_ALERTMANAGER_URL", "http://localhost:9093")))
        .contains("TOPIC gavel.alerts LITERAL [READ, WRITE]");
  }

  @Test
  void everyRoleIsADutyAndEveryTopicIsSomebodys() throws Exception {
    GavelConfig config = config(Map.of());
    for (Role role : Role.values()) {
      assertThat(Duty.of(role).text()).isEqualTo(role.text());
    }
    List<String> topics =
        Stream.of(Duty.values())
            .filter(it -> it != Duty.TOPICS)
            .flatMap(it -> Rights.topics(it, config).stream())
            .distinct()
            .toList();
    assertThat(topics)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Topic.values()).map(it -> it.name("gavel.")).toList());
  }

  private List<String> texts(Duty duty, Map<String, String> environment) throws Exception {
    return Rights.of(duty, config(environment)).stream()
        .map(it ->
            "%s %s %s %s"
                .formatted(
                    it.resource().resourceType(),
                    it.resource().name(),
                    it.resource().patternType(),
                    it.operations()))
        .toList();
  }

  private GavelConfig config(Map<String, String> environment) throws Exception {
    return ConfigLoader.load(
        Files.writeString(folder.resolve("g.yaml"), "worker_id: w\n"), environment);
  }
}
