package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.LocalCluster;
import io.gavel.TestRecords;
import io.gavel.config.TopicsConfig;
import io.gavel.evaluate.data.ItemReader;
import io.gavel.evaluate.data.LabelledItem;
import io.gavel.evaluate.data.ReadItem;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Judgement;
import io.gavel.schema.Message;
import io.gavel.schema.Preference;
import io.gavel.schema.Reward;
import io.gavel.schema.RewardPart;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
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
        Stream.of(
                Topic.PREFERENCES,
                Topic.REWARDS,
                Topic.FEEDBACK,
                Topic.GENERATIONS,
                Topic.JUDGE_REQUESTS)
            .map(topic -> topic.name(topics.prefix()))
            .toList(),
        2);
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
            "exported: lines=1 ties_left_out=1 stand_ins_left_out=1 unmatched=0 unsuitable=0 unreadable=0%n"
                .formatted());
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
  void rewardsAreExportedForKtoWithTheTextsOfTheirGenerations() throws Exception {
    send(Topic.GENERATIONS, "good", TestRecords.generation("good").build());
    send(Topic.GENERATIONS, "bad", TestRecords.generation("bad").setResponse("No idea.").build());
    send(
        Topic.GENERATIONS,
        "turn",
        TestRecords.generation("turn")
            .setConversation(List.of(new Message("user", "Hello")))
            .build());
    send(Topic.GENERATIONS, "other", TestRecords.generation("other").build());
    send(Topic.REWARDS, "good", reward("good", 0.7, true));
    send(Topic.REWARDS, "turn", reward("turn", 0.7, true));
    send(Topic.REWARDS, "partial", reward("other", 0.7, false));
    send(Topic.REWARDS, "gone", reward("gone", 0.7, true));

    assertThat(kto().out())
        .contains("lines=1 ties_left_out=0 stand_ins_left_out=0 unmatched=1 unsuitable=2");
    send(Topic.REWARDS, "bad", reward("bad", 0.69, true));
    assertThat(kto().out()).contains("lines=1 ", "unmatched=0 unsuitable=0");
    assertThat(kto().out()).contains("lines=0 ");

    assertThat(folder.resolve("out.jsonl"))
        .hasContent(
            """
            {"prompt":"How long can I return a lamp?","completion":"You can return it within 30 days.","label":true}
            {"prompt":"How long can I return a lamp?","completion":"No idea.","label":false}
            """);
    assertThat(export("rewards", "--format", "trl-kto", "--threshold", "0.6").err())
        .contains("threshold: 0.7");
  }

  private TestingCommandLine.Result kto() {
    return export("rewards", "--format", "trl-kto", "--threshold", "0.7");
  }

  @Test
  void aPreferenceIsOneWantedAndOneUnwantedCompletionForKto() throws Exception {
    send(preference("one", false, false), preference("even", true, false));

    assertThat(export("preferences", "--format", "trl-kto").out())
        .contains("lines=2 ties_left_out=1");

    assertThat(folder.resolve("out.jsonl"))
        .hasContent(
            """
            {"prompt":"Which?","completion":"one \\"<b>\\"","label":true}
            {"prompt":"Which?","completion":"worse\\nthan that","label":false}
            """);
  }

  @Test
  void feedbackIsExportedAsTheDataThatEvaluateReads() throws Exception {
    JudgeRequest request = TestRecords.judgeRequest("g").setReferenceAnswer("Thirty days.").build();
    send(Topic.JUDGE_REQUESTS, "g", request);
    send(Topic.JUDGE_REQUESTS, "g", TestRecords.judgeRequest("g").setRequestId("other").build());
    send(Topic.FEEDBACK, "g", feedback(request.getRequestId(), 4));
    send(Topic.FEEDBACK, "g", feedback("unknown", 4));

    assertThat(export("feedback", "--format", "feedback-collection").out())
        .contains("lines=1 ", "unmatched=1 unsuitable=0");

    ObjectNode line = (ObjectNode) new JsonMapper().readTree(folder.resolve("out.jsonl").toFile());
    assertThat(line.path("orig_feedback").asText()).isEqualTo("Mostly right.");
    assertThat(line.path("output").asText()).isEqualTo("Mostly right. [RESULT] 4");
    ReadItem read = ItemReader.of(Optional.empty(), "").read(1, line);
    assertThat(read)
        .isInstanceOfSatisfying(
            ReadItem.Good.class,
            good -> {
              LabelledItem.Direct item = (LabelledItem.Direct) good.item();
              assertThat(item.scores()).containsExactly(4.0);
              assertThat(item.response()).isEqualTo("You can return it within 30 days.");
              assertThat(item.task().instruction()).isEqualTo("How long can I return a lamp?");
              assertThat(item.task().referenceAnswer()).hasValue("Thirty days.");
              assertThat(item.task().rubric().orElseThrow().getLevels())
                  .isEqualTo(request.getRubric().getLevels());
            });
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
    assertThat(export("rewards", "--threshold", "2").err())
        .contains("--threshold: 2.0 is no reward: it must be from 0 to 1");
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
    for (Preference preference : preferences) {
      send(Topic.PREFERENCES, preference.getChosenGenerationId(), preference);
    }
  }

  private void send(Topic topic, String key, SpecificRecord value) throws Exception {
    String name = topic.name(topics.prefix());
    try (Serializer<SpecificRecord> serializer =
            new RecordSerdes(servers.registryConfig()).serializer(SpecificRecord.class);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                servers.kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  name, key.getBytes(StandardCharsets.UTF_8), serializer.serialize(name, value)))
          .get(60, TimeUnit.SECONDS);
    }
  }

  private static Reward reward(String generationId, double value, boolean complete) {
    return Reward.newBuilder()
        .setGenerationId(generationId)
        .setApplication("a")
        .setModel("m")
        .setGeneratedAt(Instant.EPOCH)
        .setValue(value)
        .setComplete(complete)
        .setParts(List.of(new RewardPart("r", "clarity", 1, value, 1.0)))
        .setStandIn(false)
        .setComposedAt(Instant.EPOCH)
        .build();
  }

  private static Feedback feedback(String requestId, int score) {
    return Feedback.newBuilder()
        .setRequestId(requestId)
        .setGenerationId("g")
        .setApplication("a")
        .setModel("m")
        .setGeneratedAt(Instant.EPOCH)
        .setRubricId("resolution")
        .setRubricVersion(1)
        .setScore(score)
        .setFeedback("Mostly right.")
        .setJudgement(Judgement.newBuilder(TestRecords.judgement(score)).setStandIn(false).build())
        .build();
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
