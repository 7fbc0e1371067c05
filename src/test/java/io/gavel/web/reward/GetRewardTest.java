package io.gavel.web.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.CommittedRecords;
import io.gavel.LocalCluster;
import io.gavel.TestConfigs;
import io.gavel.TestRecords;
import io.gavel.WatchedWorker;
import io.gavel.config.GavelConfig;
import io.gavel.config.GetRewardConfig;
import io.gavel.config.Role;
import io.gavel.config.Secret;
import io.gavel.config.TopicsConfig;
import io.gavel.config.WebConfig;
import io.gavel.config.WebTlsConfig;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Priority;
import io.gavel.schema.Reward;
import io.gavel.serde.RecordSerdes;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.Topic;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A trainer's requests over HTTP to a worker that enriches, judges and rewards, with a real broker
/// and a simulated judge.
@ExtendWith(LocalCluster.class)
@Timeout(600)
final class GetRewardTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String THREE =
      """
      {"query": ["<pad>Why is the sky blue?\\nLight is scattered.</s>", "Why is the sky blue?\\n",
                 "Name a prime.\\nSeven, for it has two divisors.<|im_end|></s>\\n"],
       "prompts": ["Why is the sky blue?\\n", "Why is the sky blue?\\n", "Name a prime.\\n"],
       "labels": ["Rayleigh scattering.", "Rayleigh scattering.", null]}
      """;

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client = HttpClient.newHttpClient();
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;
  private final SimulatedPool judges;

  GetRewardTest(LocalCluster.Servers servers) throws IOException {
    this.servers = servers;
    topics = servers.newTopics(2);
    judges = SimulatedPool.start(SimulatorSettings.ofLatency(1, 5, Duration.ZERO));
  }

  @BeforeEach
  void applyRubricsAndAPolicy() throws Exception {
    servers.createTopics(
        Stream.of(Topic.values()).map(topic -> topic.name(topics.prefix())).toList(), 2);
    publish(Topic.RUBRICS, "clarity", TestRecords.rubric("clarity").build());
    publish(Topic.RUBRICS, "depth", TestRecords.rubric("depth").build());
    publish(
        Topic.POLICIES,
        "trainer",
        Policy.newBuilder()
            .setPolicyId("trainer")
            .setApplications(List.of("rlhf"))
            .setModels(List.of("policy", "llama"))
            .setRubrics(List.of(new PolicyRubric("clarity", 1.0), new PolicyRubric("depth", 3.0)))
            .build());
  }

  @AfterEach
  void close() {
    client.close();
    judges.close();
  }

  @Test
  void threeSamplesAreAnsweredWithTheRewardsOfTheTopic() throws Exception {
    try (WatchedWorker worker = start(Secret.NONE, "rlhf")) {
      HttpResponse<String> answer = ask(worker, THREE);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode body = JSON.readTree(answer.body());
      Map<String, Double> byResponse = rewardsByResponse();
      assertThat(doubles(body.path("rewards")))
          .containsExactly(
              byResponse.get("Light is scattered."),
              byResponse.get(""),
              byResponse.get("Seven, for it has two divisors."));
      assertThat(body.path("scores")).isEqualTo(body.path("rewards"));
      assertThat(doubles(body.path("extra_logs").path("gavel_complete")))
          .containsExactly(1., 1., 1.);
      assertThat(doubles(body.path("extra_logs").path("gavel_stand_in")))
          .containsExactly(1., 1., 1.);
      assertThat(body.path("extra_logs").path("gavel_score/depth")).hasSize(3);
      assertThat(committed(Topic.GENERATIONS, Generation.class))
          .extracting(Generation::getModel, it -> it.getReferenceAnswer().orElse("none"))
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("policy", "Rayleigh scattering."),
              org.assertj.core.groups.Tuple.tuple("policy", "Rayleigh scattering."),
              org.assertj.core.groups.Tuple.tuple("policy", "none"));
      assertThat(committed(Topic.FEEDBACK, Feedback.class))
          .hasSize(6)
          .allMatch(feedback -> feedback.getPriority() == Priority.REWARD);
    }
  }

  @Test
  void whatIsAskedTwiceIsJudgedOnceAlsoAfterARestart() throws Exception {
    String twice = body("q: one", "q: one", "q: two");
    String first;
    try (WatchedWorker worker = start(Secret.NONE, "rlhf")) {
      CompletableFuture<HttpResponse<String>> other = askLater(worker, twice);
      HttpResponse<String> answer = ask(worker, twice);

      first = answer.body();
      assertThat(answer.statusCode()).as(first).isEqualTo(200);
      assertThat(other.get(3, TimeUnit.MINUTES).body()).isEqualTo(first);
      List<Double> rewards = doubles(JSON.readTree(first).path("rewards"));
      assertThat(rewards).hasSize(3);
      assertThat(rewards.get(0)).isEqualTo(rewards.get(1));
    }
    try (WatchedWorker worker = start(Secret.NONE, "rlhf")) {
      assertThat(ask(worker, twice).body()).isEqualTo(first);
    }
    assertThat(committed(Topic.GENERATIONS, Generation.class)).hasSize(2);
    assertThat(committed(Topic.FEEDBACK, Feedback.class)).hasSize(4);
  }

  @Test
  void whileTheJudgesAreStoppedItIs503AndTheRetryIsAnsweredWithoutJudgingTwice() throws Exception {
    try (WatchedWorker worker = start(Secret.NONE, "rlhf")) {
      assertThat(ask(worker, body("q: warm")).statusCode()).isEqualTo(200);
      judges.stop(1);
      String request = body("q: one", "q: two");

      HttpResponse<String> refused = ask(worker, request);

      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
      assertThat(refused.body()).contains("no judge answers now").doesNotContain("rewards");
      judges.start(1);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(ask(worker, request).statusCode()).isEqualTo(200));
      assertThat(committed(Topic.GENERATIONS, Generation.class)).hasSize(3);
      assertThat(committed(Topic.FEEDBACK, Feedback.class)).hasSize(6);
    }
  }

  @Test
  void aSampleThatCannotBeJudgedIsRefusedWithTheReason() throws Exception {
    judges.faults(List.of(Fault.parse("no-score:rate=1")));
    try (WatchedWorker worker = start(Secret.NONE, "rlhf")) {
      HttpResponse<String> dead = ask(worker, body("q: one"));

      assertThat(dead.statusCode()).as(dead.body()).isEqualTo(422);
      assertThat(dead.body()).contains("query[0]", "unreadable_answer", "gavel dead-letters");
    }
  }

  @Test
  void whatNoPolicySelectsIsRefusedBeforeItIsPublished() throws Exception {
    try (WatchedWorker worker = start(Secret.NONE, "rlhf")) {
      HttpResponse<String> filtered =
          ask(
              worker,
              "{\"query\": [\"q: %s\"], \"prompts\": [\"q:\"], \"model\": \"other\"}"
                  .formatted("long ".repeat(30_000)));

      assertThat(filtered.statusCode()).as(filtered.body()).isEqualTo(422);
      assertThat(filtered.body()).contains("select neither the model 'other'");
    }
    try (WatchedWorker worker = start(Secret.NONE, "nobody")) {
      HttpResponse<String> unselected = ask(worker, body("q: one"));

      assertThat(unselected.statusCode()).as(unselected.body()).isEqualTo(422);
      assertThat(unselected.body()).contains("no policy selects the application 'nobody'");
      assertThat(ask(worker, body("q: one"), "Sec-Fetch-Site", "cross-site").statusCode())
          .isEqualTo(403);
      assertThat(ask(worker, "{").statusCode()).isEqualTo(400);
      assertThat(ask(worker, " ".repeat(16 * 1024 * 1024 + 1)).statusCode()).isEqualTo(413);
    }
    assertThat(committed(Topic.GENERATIONS, Generation.class)).isEmpty();
  }

  @Test
  void theTokenIsAskedForAndEmptyListsGetEmptyLists() throws Exception {
    try (WatchedWorker worker = start(new Secret("s3cret-token"), "rlhf")) {
      String empty = "{\"query\": [], \"prompts\": [], \"labels\": []}";
      assertThat(ask(worker, empty).statusCode()).isEqualTo(401);
      assertThat(ask(worker, empty, "Authorization", "Bearer wrong-token").statusCode())
          .isEqualTo(401);

      HttpResponse<String> admitted = ask(worker, empty, "Authorization", "Bearer s3cret-token");

      assertThat(admitted.statusCode()).isEqualTo(200);
      assertThat(JSON.readTree(admitted.body()))
          .isEqualTo(JSON.readTree("{\"rewards\": [], \"scores\": [], \"extra_logs\": {}}"));
    }
  }

  private WatchedWorker start(Secret token, String application) throws Exception {
    GavelConfig base =
        TestConfigs.of(
                "trainer-" + topics.prefix(), servers.kafka(), servers.registryConfig(), topics)
            .judges(judges.endpoints())
            .build();
    WatchedWorker worker =
        WatchedWorker.start(
            new GavelConfig(
                base.workerId(),
                EnumSet.of(Role.ENRICH, Role.JUDGE, Role.REWARD, Role.WEB),
                base.kafka(),
                base.registry(),
                base.topics(),
                base.enrich(),
                base.engine(),
                base.judge(),
                base.reward(),
                base.monitor(),
                new WebConfig(
                    "127.0.0.1:0",
                    "",
                    List.of(),
                    token,
                    WebTlsConfig.OFF,
                    WebConfig.REQUESTS_PER_SECOND,
                    new GetRewardConfig(
                        application,
                        "policy",
                        Duration.ofMinutes(2),
                        Duration.ZERO,
                        100,
                        Duration.ofMinutes(10),
                        false,
                        List.of("<|im_end|>", "</s>"))),
                base.tracing()),
            meters);
    URI health = worker.address().orElseThrow().resolve("/health/ready");
    await()
        .atMost(PATIENCE)
        .until(() ->
            client
                    .send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                    .statusCode()
                == 200);
    return worker;
  }

  private HttpResponse<String> ask(WatchedWorker worker, String body, String... headers)
      throws Exception {
    return client.send(request(worker, body, headers), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> askLater(WatchedWorker worker, String body) {
    return client.sendAsync(request(worker, body), BodyHandlers.ofString());
  }

  private static HttpRequest request(WatchedWorker worker, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(worker.address().orElseThrow().resolve("/get_reward"))
            .POST(BodyPublishers.ofString(body));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  private static String body(String... queries) throws IOException {
    return JSON.writeValueAsString(
        Map.of(
            "query",
            List.of(queries),
            "prompts",
            Stream.of(queries).map(it -> it.substring(0, 2)).toList(),
            "labels",
            Stream.of(queries).map(it -> "").toList()));
  }

  private Map<String, Double> rewardsByResponse() {
    Map<String, Double> rewards =
        committed(Topic.REWARDS, Reward.class).stream()
            .collect(Collectors.toMap(Reward::getGenerationId, Reward::getValue));
    return committed(Topic.GENERATIONS, Generation.class).stream()
        .collect(
            Collectors.toMap(
                Generation::getResponse, it -> rewards.getOrDefault(it.getGenerationId(), -1.0)));
  }

  private static List<Double> doubles(JsonNode list) {
    return list.valueStream().map(JsonNode::asDouble).toList();
  }

  private <T extends SpecificRecord> List<T> committed(Topic topic, Class<T> type) {
    return new CommittedRecords(servers).values(topic.name(topics.prefix()), type);
  }

  private void publish(Topic topic, String key, SpecificRecord value) throws Exception {
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
}
