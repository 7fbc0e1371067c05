package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.LocalCluster;
import io.gavel.config.TopicsConfig;
import io.gavel.schema.Preference;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `export` against a real broker and a real registry.
@ExtendWith(LocalCluster.class)
final class ExportCommandTest {
  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;

  ExportCommandTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
  }

  @BeforeEach
  void createTopics() throws IOException {
    Files.writeString(
        folder.resolve("g.yaml"),
        """
        kafka: {bootstrap_servers: '%s'}
        registry: {url: '%s'}
        topics: {prefix: %s, partitions: 2}
        """
            .formatted(
                servers.broker().bootstrapServers(), servers.registry().url(), topics.prefix()));
    servers.createTopics(
        List.of(Topic.PREFERENCES.name(topics.prefix()), Topic.REWARDS.name(topics.prefix())), 2);
  }

  @Test
  void preferencesAreExportedOnceHoweverOftenItIsRun() throws Exception {
    send(
        preference("one", false, false),
        preference("even", true, false),
        preference("stand-in", false, true));

    var first = export("preferences", "--format", "trl-preference");
    assertThat(first.exitCode()).isEqualTo(0);
    assertThat(first.out())
        .endsWith(
            "exported: lines=1 ties_left_out=1 stand_ins_left_out=1 unreadable=0%n".formatted());
    assertThat(first.err()).contains("--include-stand-in takes them");
    assertThat(export("preferences", "--format", "trl-preference").out()).contains("lines=0 ");
    send(preference("two", false, false));
    assertThat(export("preferences", "--format", "trl-preference").out()).contains("lines=1 ");

    assertThat(folder.resolve("out.jsonl"))
        .hasContent(
            """
            {"prompt":"Which?","chosen":"one \\"<b>\\"","rejected":"worse\\nthan that"}
            {"prompt":"Which?","chosen":"two \\"<b>\\"","rejected":"worse\\nthan that"}
            """);
  }

  @Test
  void tiesAndStandInsAreTakenWhereAsked() throws Exception {
    send(preference("even", true, false), preference("stand-in", false, true));

    var all = export("preferences", "--include-ties", "--include-stand-in");

    assertThat(all.err()).isEmpty();
    assertThat(all.out()).contains("lines=2 ties_left_out=0 stand_ins_left_out=0");
    assertThat(Files.readString(folder.resolve("out.jsonl"))).contains("\"tie\":true");
  }

  @Test
  void whatCannotBeExportedIsSaid() {
    assertThat(TestingCommandLine.run("export", "rewards").err())
        .contains("--output: name the file to write");
    assertThat(export("rewards", "--format", "trl-preference").err())
        .contains("--format trl-preference: is of preferences alone");
    assertThat(export("alerts").err())
        .contains("there is no topic 'alerts' to export: it must be one of feedback, preferences");
    assertThat(export("rewards", "--format", "csv").err())
        .contains("--format: 'csv' is none: it must be one of raw, trl-preference");
  }

  private TestingCommandLine.Result export(String... arguments) {
    String[] all = new String[arguments.length + 5];
    all[0] = "export";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--output";
    all[arguments.length + 2] = folder.resolve("out.jsonl").toString();
    all[arguments.length + 3] = "--config";
    all[arguments.length + 4] = folder.resolve("g.yaml").toString();
    return TestingCommandLine.run(all);
  }

  private void send(Preference... preferences) throws Exception {
    String topic = Topic.PREFERENCES.name(topics.prefix());
    try (Serializer<Preference> serializer =
            new RecordSerdes(servers.registryConfig()).serializer(Preference.class);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Preference preference : preferences) {
        producer
            .send(
                new ProducerRecord<>(
                    topic,
                    preference.getChosenGenerationId().getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(topic, preference)))
            .get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Preference preference(String chosen, boolean tie, boolean standIn) {
    return Preference.newBuilder()
        .setCandidateGroup("c")
        .setRubricId("better")
        .setRubricVersion(1)
        .setInstruction("Which?")
        .setChosenGenerationId(chosen)
        .setChosenResponse(chosen + " \"<b>\"")
        .setChosenModel("m")
        .setRejectedGenerationId("w")
        .setRejectedResponse("worse\nthan that")
        .setRejectedModel("n")
        .setTie(tie)
        .setOrdersAgreed(true)
        .setFeedback("")
        .setFeedbackReversed("")
        .setRequestIds(List.of())
        .setStandIn(standIn)
        .setDecidedAt(Instant.EPOCH)
        .build();
  }
}
