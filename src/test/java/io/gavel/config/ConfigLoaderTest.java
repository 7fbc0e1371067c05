package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {
  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Map<String, String> removedKeys = Map.of();

  @BeforeEach
  void startWithNoEnvironment() {
    environment.clear();
  }

  private GavelConfig load(String yaml) throws IOException {
    Files.writeString(folder.resolve("gavel.yaml"), yaml);
    return ConfigLoader.load(null, folder, environment, removedKeys);
  }

  private String problemsOf(String yaml) {
    try {
      load(yaml);
    } catch (InvalidConfigException e) {
      return String.valueOf(e.getMessage()).replace(folder + "/", "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new AssertionError("it was taken: " + yaml);
  }

  private GavelConfig load() {
    return ConfigLoader.load(null, folder, environment, removedKeys);
  }

  private static final JudgeProfile BUILT_IN =
      new JudgeProfile(
          "prometheus",
          List.of(URI.create("http://localhost:8000/v1")),
          "prometheus-eval/prometheus-7b-v2.0",
          "",
          Secret.NONE,
          1.0,
          0.9,
          1.03,
          1024,
          256,
          Duration.ofSeconds(120),
          6,
          Duration.ofMinutes(10),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          false,
          new JudgePoolConfig("following", 8, 1, Duration.ofSeconds(1), Duration.ofSeconds(10)),
          JudgeAskingConfig.PLAIN);

  private static GavelConfig defaults() throws IOException {
    return new GavelConfig(
        InetAddress.getLocalHost().getHostName(),
        Set.of(Role.ENRICH, Role.JUDGE, Role.REWARD, Role.MONITOR, Role.WEB),
        KafkaConfig.of("localhost:9092"),
        RegistryConfig.of("http://localhost:8081"),
        new TopicsConfig("gavel.", 12, -1, Duration.ofDays(7), Duration.ofDays(30)),
        new EnrichConfig(
            "gavel-enrich",
            Duration.ofMinutes(10),
            10_000,
            Duration.ofSeconds(30),
            10_000,
            28,
            Duration.ofHours(1),
            "",
            2),
        new EngineConfig("gavel-judge", Duration.ofMillis(100), 256, Duration.ofSeconds(30), 4096),
        new JudgeConfig("prometheus", Map.of("prometheus", BUILT_IN)),
        new RewardConfig(
            "gavel-reward", Duration.ofHours(24), 100_000, Duration.ofHours(24), 100_000, "", 1),
        new MonitorConfig(
            "gavel-monitor",
            List.of(Duration.ofMinutes(1), Duration.ofHours(1)),
            Duration.ofHours(1),
            1_500,
            Duration.ofDays(7),
            List.of(),
            1_000,
            Duration.ofSeconds(5),
            "",
            1,
            new DriftConfig(
                true,
                Duration.ofMinutes(1),
                0.01,
                1,
                Duration.ofDays(1),
                Duration.ofMinutes(10),
                true),
            AlertmanagerConfig.OFF),
        new WebConfig(
            "127.0.0.1:9400",
            "",
            List.of(),
            Secret.NONE,
            WebTlsConfig.OFF,
            WebConfig.REQUESTS_PER_SECOND,
            new GetRewardConfig(
                "rlhf",
                "policy",
                Duration.ofSeconds(150),
                Duration.ofSeconds(10),
                10_000,
                Duration.ofMinutes(30),
                false,
                List.of(
                    "<|im_end|>",
                    "<|endoftext|>",
                    "<|eot_id|>",
                    "<|end_of_text|>",
                    "<end_of_turn>",
                    "<eos>",
                    "</s>",
                    "<pad>"))),
        new TracingConfig("none", URI.create("http://localhost:4318"), Secret.NONE, 1.0, false));
  }

  private static JudgeProfile profile(GavelConfig config, String name) {
    return java.util.Objects.requireNonNull(config.judge().profiles().get(name));
  }

  /// Every key with a value that is not its default.
  private static final String EVERY_KEY =
      """
      worker_id: worker-7
      roles: [judge]
      kafka:
        bootstrap_servers: kafka-1:9093,kafka-2:9093
        properties:
          security.protocol: SSL
          retries: 7
        consumer_properties:
          max.poll.records: 100
        producer_properties:
          linger.ms: 20
        streams_properties:
          num.standby.replicas: 1
      registry:
        url: http://registry-1:8081,http://registry-2:8081
        properties:
          use.latest.version: true
        serializer: io.confluent.kafka.serializers.KafkaAvroSerializer
        deserializer: io.confluent.kafka.serializers.KafkaAvroDeserializer
      topics:
        prefix: trial.
        partitions: 3
        replication_factor: 2
        retention: 2h
        dead_letter_retention: 3d
      enrich:
        application_id: trial-enrich
        wait_time: 5s
        wait_limit: 50
        pair_wait: 2s
        pair_limit: 60
        max_pairs: 10
        group_retention: 5m
        state_dir: /var/lib/gavel
        threads: 4
      engine:
        group_id: trial-judge
        commit_interval: 250ms
        max_in_flight: 16
        drain: PT1M30S
        max_offset_metadata: 8192
      judge:
        default_profile: llama
        profiles:
          llama:
            kind: prometheus
            endpoints: [http://judge-1:8000/v1, https://judge-2/v1]
            model: llama
            prompt_variant: prometheus-eval
            api_key: ${env:JUDGE_KEY}
            temperature: 0
            top_p: 1
            repetition_penalty: 0
            max_tokens: 512
            concurrency: 8
            call_timeout: 30s
            max_attempts: 3
            retry_budget: 1h
            backoff: 1s
            max_backoff: 10s
            stand_in: true
            pool:
              limit: fixed
              initial_limit: 4
              minimum_limit: 2
              queue_interval: 5s
              resolve_interval: 1m
            asking:
              logprobs: 20
              structured_output: vllm
              shorten: response
              options:
                template: mine
      reward:
        application_id: trial-reward
        pair_wait: 90m
        pair_limit: 70
        generation_wait: 20m
        generation_limit: 80
        state_dir: /var/lib/reward
        threads: 3
      monitor:
        application_id: trial-monitor
        windows: [30s, 5m]
        grace: 10m
        retained_windows: 50
        series_retention: 6h
        tags: [channel, language]
        series_limit: 20
        publish_interval: 500ms
        state_dir: /var/lib/monitor
        threads: 2
        drift:
          enabled: false
          settle: 20s
          false_alarm_rate: 0.05
          series: 40
          trailing: 6h
          update_interval: 2m
          judge_health: false
        alertmanager:
          url: [https://alerts-1:9093, https://alerts-2:9093/base]
          bearer_token: ${env:ALERTS_TOKEN}
          username: gavel
          password: ${env:ALERTS_PASSWORD}
          repeat: 30s
          severity: page
          dashboard_url: https://grafana/d/gavel
      web:
        listen: 0.0.0.0:8080
        advertised: worker-7:8081
        workers: [http://worker-8:9400, https://worker-9]
        token: ${env:WEB_TOKEN}
        tls: {certificate: /etc/gavel/tls.crt, key: /etc/gavel/tls.key}
        requests_per_second: 20
        get_reward:
          application: ppo
          model: llama
          wait: 20s
          outage_wait: 0s
          waiting_limit: 30
          remember: 40s
          accept_partial: true
          end_marks: [<end>]
      tracing:
        exporter: otlp
        endpoint: https://collector:4318/base
        headers: ${env:TRACING_HEADERS}
        sampling_ratio: 0.25
        include_content: true
      """;

  private static final GavelConfig EVERY_KEY_READ =
      new GavelConfig(
          "worker-7",
          Set.of(Role.JUDGE),
          new KafkaConfig(
              "kafka-1:9093,kafka-2:9093",
              Map.of("security.protocol", "SSL", "retries", "7"),
              Map.of("max.poll.records", "100"),
              Map.of("linger.ms", "20"),
              Map.of("num.standby.replicas", "1")),
          new RegistryConfig(
              "http://registry-1:8081,http://registry-2:8081",
              Map.of("use.latest.version", "true"),
              "io.confluent.kafka.serializers.KafkaAvroSerializer",
              "io.confluent.kafka.serializers.KafkaAvroDeserializer"),
          new TopicsConfig("trial.", 3, 2, Duration.ofHours(2), Duration.ofDays(3)),
          new EnrichConfig(
              "trial-enrich",
              Duration.ofSeconds(5),
              50,
              Duration.ofSeconds(2),
              60,
              10,
              Duration.ofMinutes(5),
              "/var/lib/gavel",
              4),
          new EngineConfig("trial-judge", Duration.ofMillis(250), 16, Duration.ofSeconds(90), 8192),
          new JudgeConfig(
              "llama",
              Map.of(
                  "prometheus",
                  BUILT_IN,
                  "llama",
                  new JudgeProfile(
                      "prometheus",
                      List.of(
                          URI.create("http://judge-1:8000/v1"), URI.create("https://judge-2/v1")),
                      "llama",
                      "prometheus-eval",
                      new Secret("s3cret"),
                      0,
                      1,
                      0,
                      512,
                      8,
                      Duration.ofSeconds(30),
                      3,
                      Duration.ofHours(1),
                      Duration.ofSeconds(1),
                      Duration.ofSeconds(10),
                      true,
                      new JudgePoolConfig(
                          "fixed", 4, 2, Duration.ofSeconds(5), Duration.ofMinutes(1)),
                      new JudgeAskingConfig(20, "vllm", "response", Map.of("template", "mine"))))),
          new RewardConfig(
              "trial-reward",
              Duration.ofMinutes(90),
              70,
              Duration.ofMinutes(20),
              80,
              "/var/lib/reward",
              3),
          new MonitorConfig(
              "trial-monitor",
              List.of(Duration.ofSeconds(30), Duration.ofMinutes(5)),
              Duration.ofMinutes(10),
              50,
              Duration.ofHours(6),
              List.of("channel", "language"),
              20,
              Duration.ofMillis(500),
              "/var/lib/monitor",
              2,
              new DriftConfig(
                  false,
                  Duration.ofSeconds(20),
                  0.05,
                  40,
                  Duration.ofHours(6),
                  Duration.ofMinutes(2),
                  false),
              new AlertmanagerConfig(
                  List.of(
                      URI.create("https://alerts-1:9093"),
                      URI.create("https://alerts-2:9093/base")),
                  new Secret("t0ken"),
                  "gavel",
                  new Secret("hush"),
                  Duration.ofSeconds(30),
                  "page",
                  "https://grafana/d/gavel")),
          new WebConfig(
              "0.0.0.0:8080",
              "worker-7:8081",
              List.of(URI.create("http://worker-8:9400"), URI.create("https://worker-9")),
              new Secret("s3cret-of-web"),
              new WebTlsConfig("/etc/gavel/tls.crt", "/etc/gavel/tls.key"),
              20,
              new GetRewardConfig(
                  "ppo",
                  "llama",
                  Duration.ofSeconds(20),
                  Duration.ZERO,
                  30,
                  Duration.ofSeconds(40),
                  true,
                  List.of("<end>"))),
          new TracingConfig(
              "otlp",
              URI.create("https://collector:4318/base"),
              new Secret("authorization=Bearer 7"),
              0.25,
              true));

  @Test
  void withoutFileAndEnvironmentEverySettingHasItsDefault() throws IOException {
    assertThat(load()).isEqualTo(defaults());
  }

  @Test
  void anEmptyFileAndKeysWithoutValuesKeepTheDefaults() throws IOException {
    assertThat(load("# nothing yet\n")).isEqualTo(defaults());
    assertThat(load("kafka:\nworker_id:\njudge:\n  profiles:\n")).isEqualTo(defaults());
    assertThat(load("kafka:\n  properties:\n    acks:\n")).isEqualTo(defaults());
  }

  @Test
  void everyKeyCanBeSetInTheFile() throws IOException {
    environment.put("JUDGE_KEY", "s3cret");
    environment.put("WEB_TOKEN", "s3cret-of-web");
    environment.put("ALERTS_PASSWORD", "hush");
    environment.put("ALERTS_TOKEN", "t0ken");
    environment.put("TRACING_HEADERS", "authorization=Bearer 7");

    assertThat(load(EVERY_KEY)).isEqualTo(EVERY_KEY_READ);
  }

  @Test
  void everyKeyCanBeSetByTheEnvironment() throws IOException {
    environment.putAll(
        Map.ofEntries(
            Map.entry("GAVEL_WORKER_ID", "worker-7"),
            Map.entry("GAVEL_ROLES", "judge"),
            Map.entry("GAVEL_KAFKA_BOOTSTRAP_SERVERS", "kafka-1:9093,kafka-2:9093"),
            Map.entry("GAVEL_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL"),
            Map.entry("GAVEL_KAFKA_PROPERTIES_RETRIES", "7"),
            Map.entry("GAVEL_KAFKA_CONSUMER_PROPERTIES_MAX_POLL_RECORDS", "100"),
            Map.entry("GAVEL_KAFKA_PRODUCER_PROPERTIES_LINGER_MS", "20"),
            Map.entry("GAVEL_KAFKA_STREAMS_PROPERTIES_NUM_STANDBY_REPLICAS", "1"),
            Map.entry("GAVEL_REGISTRY_URL", "http://registry-1:8081,http://registry-2:8081"),
            Map.entry("GAVEL_REGISTRY_PROPERTIES_USE_LATEST_VERSION", "true"),
            Map.entry(
                "GAVEL_REGISTRY_SERIALIZER", "io.confluent.kafka.serializers.KafkaAvroSerializer"),
            Map.entry(
                "GAVEL_REGISTRY_DESERIALIZER",
                "io.confluent.kafka.serializers.KafkaAvroDeserializer"),
            Map.entry("GAVEL_TOPICS_PREFIX", "trial."),
            Map.entry("GAVEL_TOPICS_PARTITIONS", "3"),
            Map.entry("GAVEL_TOPICS_REPLICATION_FACTOR", "2"),
            Map.entry("GAVEL_TOPICS_RETENTION", "2h"),
            Map.entry("GAVEL_TOPICS_DEAD_LETTER_RETENTION", "3d"),
            Map.entry("GAVEL_ENRICH_APPLICATION_ID", "trial-enrich"),
            Map.entry("GAVEL_ENRICH_WAIT_TIME", "5s"),
            Map.entry("GAVEL_ENRICH_WAIT_LIMIT", "50"),
            Map.entry("GAVEL_ENRICH_PAIR_WAIT", "2s"),
            Map.entry("GAVEL_ENRICH_PAIR_LIMIT", "60"),
            Map.entry("GAVEL_ENRICH_MAX_PAIRS", "10"),
            Map.entry("GAVEL_ENRICH_GROUP_RETENTION", "5m"),
            Map.entry("GAVEL_REWARD_APPLICATION_ID", "trial-reward"),
            Map.entry("GAVEL_REWARD_PAIR_WAIT", "90m"),
            Map.entry("GAVEL_REWARD_PAIR_LIMIT", "70"),
            Map.entry("GAVEL_REWARD_GENERATION_WAIT", "20m"),
            Map.entry("GAVEL_REWARD_GENERATION_LIMIT", "80"),
            Map.entry("GAVEL_REWARD_STATE_DIR", "/var/lib/reward"),
            Map.entry("GAVEL_REWARD_THREADS", "3"),
            Map.entry("GAVEL_MONITOR_APPLICATION_ID", "trial-monitor"),
            Map.entry("GAVEL_MONITOR_WINDOWS", "30s,5m"),
            Map.entry("GAVEL_MONITOR_GRACE", "10m"),
            Map.entry("GAVEL_MONITOR_RETAINED_WINDOWS", "50"),
            Map.entry("GAVEL_MONITOR_SERIES_RETENTION", "6h"),
            Map.entry("GAVEL_MONITOR_TAGS", "channel,language"),
            Map.entry("GAVEL_MONITOR_SERIES_LIMIT", "20"),
            Map.entry("GAVEL_MONITOR_PUBLISH_INTERVAL", "500ms"),
            Map.entry("GAVEL_MONITOR_STATE_DIR", "/var/lib/monitor"),
            Map.entry("GAVEL_MONITOR_THREADS", "2"),
            Map.entry("GAVEL_MONITOR_DRIFT_ENABLED", "false"),
            Map.entry("GAVEL_MONITOR_DRIFT_SETTLE", "20s"),
            Map.entry("GAVEL_MONITOR_DRIFT_FALSE_ALARM_RATE", "0.05"),
            Map.entry("GAVEL_MONITOR_DRIFT_SERIES", "40"),
            Map.entry("GAVEL_MONITOR_DRIFT_TRAILING", "6h"),
            Map.entry("GAVEL_MONITOR_DRIFT_UPDATE_INTERVAL", "2m"),
            Map.entry(
                "GAVEL_MONITOR_ALERTMANAGER_URL",
                "https://alerts-1:9093, https://alerts-2:9093/base"),
            Map.entry("GAVEL_MONITOR_ALERTMANAGER_BEARER_TOKEN", "t0ken"),
            Map.entry("GAVEL_MONITOR_ALERTMANAGER_USERNAME", "gavel"),
            Map.entry("GAVEL_MONITOR_ALERTMANAGER_PASSWORD", "hush"),
            Map.entry("GAVEL_MONITOR_ALERTMANAGER_REPEAT", "30s"),
            Map.entry("GAVEL_MONITOR_ALERTMANAGER_SEVERITY", "page"),
            Map.entry("GAVEL_MONITOR_ALERTMANAGER_DASHBOARD_URL", "https://grafana/d/gavel"),
            Map.entry("GAVEL_MONITOR_DRIFT_JUDGE_HEALTH", "false"),
            Map.entry("GAVEL_ENRICH_STATE_DIR", "/var/lib/gavel"),
            Map.entry("GAVEL_ENRICH_THREADS", "4"),
            Map.entry("GAVEL_ENGINE_GROUP_ID", "trial-judge"),
            Map.entry("GAVEL_ENGINE_COMMIT_INTERVAL", "250ms"),
            Map.entry("GAVEL_ENGINE_MAX_IN_FLIGHT", "16"),
            Map.entry("GAVEL_ENGINE_DRAIN", "PT1M30S"),
            Map.entry("GAVEL_ENGINE_MAX_OFFSET_METADATA", "8192"),
            Map.entry("GAVEL_JUDGE_DEFAULT_PROFILE", "llama"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_KIND", "prometheus"),
            Map.entry(
                "GAVEL_JUDGE_PROFILES_LLAMA_ENDPOINTS",
                "http://judge-1:8000/v1, https://judge-2/v1"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_MODEL", "llama"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_PROMPT_VARIANT", "prometheus-eval"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_API_KEY", "s3cret"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_TEMPERATURE", "0"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_TOP_P", "1"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_REPETITION_PENALTY", "0"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_MAX_TOKENS", "512"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_CONCURRENCY", "8"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_CALL_TIMEOUT", "30s"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_MAX_ATTEMPTS", "3"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_RETRY_BUDGET", "1h"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_BACKOFF", "1s"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_MAX_BACKOFF", "10s"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_STAND_IN", "true"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_POOL_LIMIT", "fixed"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_POOL_INITIAL_LIMIT", "4"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_POOL_MINIMUM_LIMIT", "2"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_POOL_QUEUE_INTERVAL", "5s"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_POOL_RESOLVE_INTERVAL", "1m"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_ASKING_LOGPROBS", "20"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_ASKING_STRUCTURED_OUTPUT", "vllm"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_ASKING_SHORTEN", "response"),
            Map.entry("GAVEL_JUDGE_PROFILES_LLAMA_ASKING_OPTIONS_TEMPLATE", "mine"),
            Map.entry("GAVEL_WEB_LISTEN", "0.0.0.0:8080"),
            Map.entry("GAVEL_WEB_ADVERTISED", "worker-7:8081"),
            Map.entry("GAVEL_WEB_WORKERS", "http://worker-8:9400,https://worker-9"),
            Map.entry("GAVEL_WEB_TOKEN", "s3cret-of-web"),
            Map.entry("GAVEL_WEB_TLS_CERTIFICATE", "/etc/gavel/tls.crt"),
            Map.entry("GAVEL_WEB_TLS_KEY", "/etc/gavel/tls.key"),
            Map.entry("GAVEL_WEB_REQUESTS_PER_SECOND", "20"),
            Map.entry("GAVEL_WEB_GET_REWARD_APPLICATION", "ppo"),
            Map.entry("GAVEL_WEB_GET_REWARD_MODEL", "llama"),
            Map.entry("GAVEL_WEB_GET_REWARD_WAIT", "20s"),
            Map.entry("GAVEL_WEB_GET_REWARD_OUTAGE_WAIT", "0s"),
            Map.entry("GAVEL_WEB_GET_REWARD_WAITING_LIMIT", "30"),
            Map.entry("GAVEL_WEB_GET_REWARD_REMEMBER", "40s"),
            Map.entry("GAVEL_WEB_GET_REWARD_ACCEPT_PARTIAL", "true"),
            Map.entry("GAVEL_WEB_GET_REWARD_END_MARKS", "<end>"),
            Map.entry("GAVEL_TRACING_EXPORTER", "otlp"),
            Map.entry("GAVEL_TRACING_ENDPOINT", "https://collector:4318/base"),
            Map.entry("GAVEL_TRACING_HEADERS", "authorization=Bearer 7"),
            Map.entry("GAVEL_TRACING_SAMPLING_RATIO", "0.25"),
            Map.entry("GAVEL_TRACING_INCLUDE_CONTENT", "true")));

    assertThat(load("judge: {profiles: {llama: {}}}")).isEqualTo(EVERY_KEY_READ);
  }

  /// Keeps the three tests above honest: a new key must be given a value other than its default in
  /// them.
  @Test
  void theTestFileLeavesNoSettingAtItsDefault() throws IOException {
    assertDifferent("", defaults(), EVERY_KEY_READ);
    assertDifferent("judge.profiles.llama", BUILT_IN, profile(EVERY_KEY_READ, "llama"));
  }

  private static void assertDifferent(String path, Object one, Object other) {
    for (var component : one.getClass().getRecordComponents()) {
      String key = path + "." + component.getName();
      try {
        component.getAccessor().setAccessible(true);
        Object first = component.getAccessor().invoke(one);
        Object second = component.getAccessor().invoke(other);
        if (first instanceof Record && !(first instanceof Secret)) {
          assertDifferent(key, first, second);
        } else if (!key.equals("judge.profiles.llama.kind")) {
          assertThat(second).as(key).isNotEqualTo(first);
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(key, e);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gavel., gavel-enrich, gavel-judge, gavel-reward, gavel-monitor",
    "team-a.trial., team-a.trial-enrich, team-a.trial-judge, team-a.trial-reward, team-a.trial-monitor",
    "team-a.trial, team-a.trial.enrich, team-a.trial.judge, team-a.trial.reward, team-a.trial.monitor",
    "team_, team_.enrich, team_.judge, team_.reward, team_.monitor",
    "'', enrich, judge, reward, monitor"
  })
  void theGroupsAreNamedAfterTheTopicsTheyRead(
      String prefix, String enrich, String judge, String reward, String monitor)
      throws IOException {
    GavelConfig config = load("topics: {prefix: '%s'}".formatted(prefix));

    assertThat(config.enrich().applicationId()).isEqualTo(enrich);
    assertThat(config.engine().groupId()).isEqualTo(judge);
    assertThat(config.reward().applicationId()).isEqualTo(reward);
    assertThat(config.monitor().applicationId()).isEqualTo(monitor);
  }

  @Test
  void aGroupThatIsNamedInTheSettingsKeepsItsName() throws IOException {
    GavelConfig config = load("topics: {prefix: trial.}\nengine: {group_id: mine}");

    assertThat(config.engine().groupId()).isEqualTo("mine");
    assertThat(config.enrich().applicationId()).isEqualTo("trial-enrich");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndTheFileOverTheDefaults() throws IOException {
    environment.put("GAVEL_KAFKA_PROPERTIES_ACKS", "all");
    environment.put("GAVEL_ENGINE_MAX_IN_FLIGHT", "9");

    GavelConfig config =
        load(
            """
            engine: {max_in_flight: 8, drain: 8s}
            kafka: {properties: {acks: 1, client.id: me}}
            """);

    assertThat(config.engine().maxInFlight()).isEqualTo(9);
    assertThat(config.engine().drain()).isEqualTo(Duration.ofSeconds(8));
    assertThat(config.engine().groupId()).isEqualTo("gavel-judge");
    assertThat(config.kafka().properties()).isEqualTo(Map.of("acks", "all", "client.id", "me"));
  }

  @Test
  void aProfileOfTheFileTakesTheBuiltInValuesForWhatItLeavesOut() throws IOException {
    GavelConfig config =
        load("judge: {profiles: {mine: {endpoints: 'http://mine/v1', model: m, top_p: 0.5}}}");

    JudgeProfile mine = profile(config, "mine");
    assertThat(mine.endpoints()).containsExactly(URI.create("http://mine/v1"));
    assertThat(mine.model()).isEqualTo("m");
    assertThat(mine.topP()).isEqualTo(0.5);
    assertThat(mine.maxTokens()).isEqualTo(1024);
    assertThat(mine.callTimeout()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aProfileOfTheFileMustSetEndpointsAndModel() {
    assertThat(problemsOf("judge: {profiles: {mine: {top_p: 0.5}}}"))
        .isEqualTo(
            """
            judge.profiles.mine.endpoints: it must be set, as for every profile of your own
            judge.profiles.mine.model: it must be set, as for every profile of your own\
            """);
  }

  @Test
  void aProfileNameInTheEnvironmentMatchesWhateverItsCase() throws IOException {
    environment.put("GAVEL_JUDGE_PROFILES_MY_JUDGE_MODEL", "from-environment");

    GavelConfig config =
        load("judge: {profiles: {My-Judge: {endpoints: ['http://mine/v1'], model: m}}}");

    assertThat(profile(config, "My-Judge").model()).isEqualTo("from-environment");
  }

  @Test
  void anUnknownProfileInTheEnvironmentIsRefused() {
    environment.put("GAVEL_JUDGE_PROFILES_MINE_MODEL", "m");

    assertThat(problemsOf(""))
        .isEqualTo(
            "GAVEL_JUDGE_PROFILES_MINE_MODEL: there is no such setting; the profiles are"
                + " [prometheus], and a new one can come from the file only");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kafka: {bootstrap_server: x}|gavel.yaml: kafka.bootstrap_server: there is no such key; did"
            + " you mean kafka.bootstrap_servers?",
        "kafka: {bootstrapServers: x}|gavel.yaml: kafka.bootstrapServers: there is no such key; did"
            + " you mean kafka.bootstrap_servers?",
        "bootstrap_servers: x|gavel.yaml: bootstrap_servers: there is no such key; did you mean"
            + " kafka.bootstrap_servers?",
        "kafka: {security.protocol: SSL}|gavel.yaml: kafka.security.protocol: there is no such key;"
            + " properties that are passed through go below kafka.properties",
        "registry: {basic.auth.user.info: a}|gavel.yaml: registry.basic.auth.user.info: there is no"
            + " such key; properties that are passed through go below registry.properties",
        "judges: {}|gavel.yaml: judges: there is no such key; did you mean judge?",
        "entirely_else: 1|gavel.yaml: entirely_else: there is no such key",
        "judge: {profiles: {prometheus: {modell: m}}}|gavel.yaml: judge.profiles.prometheus.modell:"
            + " there is no such key; did you mean judge.profiles.prometheus.model?",
        "kafka: localhost|gavel.yaml: kafka: this is a section; its keys go below it, indented",
        "kafka: {bootstrap_servers: [a, b]}|gavel.yaml: kafka.bootstrap_servers: this takes a"
            + " single value",
        "kafka: {properties: {security: {protocol: SSL}}}|gavel.yaml: kafka.properties.security:"
            + " this takes a single value; write nested names as one, with dots",
        "roles: [[judge]]|gavel.yaml: roles: this takes a list of single values",
        "judge: {profiles: {a b: {}}}|gavel.yaml: judge.profiles: 'a b' is no name for a profile;"
            + " use letters, digits, '_', '-'",
        "judge: {profiles: {PROMETHEUS: {}}}|gavel.yaml: judge.profiles.PROMETHEUS: its environment"
            + " variables are those of prometheus; rename one",
        "judge: {profiles: {mine: x}}|gavel.yaml: judge.profiles.mine: this is a section; its keys"
            + " go below it, indented",
        "web: {token: open-sesame}|gavel.yaml: web.token: a token may not stand in the file; write"
            + " ${env:NAME} or ${file:/path} here, or set GAVEL_WEB_TOKEN",
        "judge: {profiles: {prometheus: {api_key: sk-1234}}}|gavel.yaml:"
            + " judge.profiles.prometheus.api_key: a key may not stand in the file; write"
            + " ${env:NAME} or ${file:/path} here, or set GAVEL_JUDGE_PROFILES_PROMETHEUS_API_KEY",
        "judge: {profiles: {prometheus: {api_key: 'sk-${env:X}'}}}|gavel.yaml:"
            + " judge.profiles.prometheus.api_key: a key may not stand in the file; write"
            + " ${env:NAME} or ${file:/path} here, or set GAVEL_JUDGE_PROFILES_PROMETHEUS_API_KEY",
      })
  void aFileThatSaysWhatIsNotKnownIsRefused(String yaml, String message) {
    assertThat(problemsOf(yaml)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "roles: []|roles: [] is not allowed: it must be at least one of enrich, judge, reward, monitor, web",
        "roles: [judge, cook]|roles: 'cook' is no role: the roles are enrich, judge, reward, monitor, web",
        "kafka: {bootstrap_servers: ''}|kafka.bootstrap_servers: '' is not allowed: it must be set",
        "registry: {url: ''}|registry.url: '' is not allowed: it must be set",
        "registry: {serializer: ' '}|registry.serializer: ' ' is not allowed: it must be set",
        "registry: {deserializer: ''}|registry.deserializer: '' is not allowed: it must be set",
        "topics: {prefix: 'a b'}|topics.prefix: 'a b' is not allowed: it must be made of letters,"
            + " digits, '.', '_' and '-', 100 at most",
        "topics: {partitions: 0}|topics.partitions: 0 is not allowed: it must be greater than 0",
        "topics: {replication_factor: 0}|topics.replication_factor: 0 is not allowed: it must be 1"
            + " or more, or -1 for the broker's default",
        "topics: {replication_factor: 40000}|topics.replication_factor: 40000 is not allowed: it"
            + " must be 1 or more, or -1 for the broker's default",
        "topics: {retention: 0s}|topics.retention: 0s is not allowed: it must be longer than 0",
        "topics: {dead_letter_retention: 0s}|topics.dead_letter_retention: 0s is not allowed: it"
            + " must be longer than 0",
        "enrich: {wait_time: PT-1S}|enrich.wait_time: PT-1S is not allowed: it must be 0s or"
            + " longer",
        "enrich: {wait_limit: -1}|enrich.wait_limit: -1 is not allowed: it must be 0 or more",
        "enrich: {threads: 0}|enrich.threads: 0 is not allowed: it must be greater than 0",
        "enrich: {pair_wait: 0s}|enrich.pair_wait: 0s is not allowed: it must be longer than 0",
        "enrich: {pair_limit: 0}|enrich.pair_limit: 0 is not allowed: it must be greater than 0",
        "enrich: {max_pairs: 0}|enrich.max_pairs: 0 is not allowed: it must be 1 to 1000",
        "enrich: {max_pairs: 1001}|enrich.max_pairs: 1001 is not allowed: it must be 1 to 1000",
        "enrich: {group_retention: PT-1S}|enrich.group_retention: PT-1S is not allowed: it must be"
            + " 0s or longer",
        "reward: {pair_wait: 0s}|reward.pair_wait: 0s is not allowed: it must be longer than 0",
        "reward: {pair_limit: 0}|reward.pair_limit: 0 is not allowed: it must be greater than 0",
        "reward: {generation_wait: 0s}|reward.generation_wait: 0s is not allowed: it must be longer than 0",
        "reward: {generation_limit: 0}|reward.generation_limit: 0 is not allowed: it must be greater than 0",
        "reward: {threads: 0}|reward.threads: 0 is not allowed: it must be greater than 0",
        "monitor: {windows: []}|monitor.windows: [] is not allowed: it must be 1 to 4 sizes",
        "monitor: {windows: [100ms]}|monitor.windows: [100ms] is not allowed: it must be sizes of 1s or more",
        "monitor: {windows: [1m, 90s]}|monitor.windows: [1m, 90s] is not allowed: it must be ascending, each a multiple of the one before",
        "monitor: {windows: [1h, 1m]}|monitor.windows: [1h, 1m] is not allowed: it must be ascending, each a multiple of the one before",
        "monitor: {windows: [soon]}|monitor.windows: 'soon' is no duration: write 100ms, 5s, 10m, 2h or 7d",
        "monitor: {grace: 2d}|monitor.grace: 2d is not allowed: it must be no longer than the smallest windows are retained",
        "monitor: {retained_windows: 0}|monitor.retained_windows: 0 is not allowed: it must be from 1 to 100000",
        "monitor: {series_retention: 0s}|monitor.series_retention: 0s is not allowed: it must be longer than 0",
        "monitor: {series_retention: 1d}|monitor.series_retention: 1d is not allowed: it must be no shorter than the smallest windows are retained",
        "monitor: {tags: [a, a]}|monitor.tags: [a, a] is not allowed: it must be at most 4 names, each once",
        "monitor: {series_limit: 0}|monitor.series_limit: 0 is not allowed: it must be greater than 0",
        "monitor: {publish_interval: 0s}|monitor.publish_interval: 0s is not allowed: it must be longer than 0",
        "monitor: {alertmanager: {url: [alertmanager]}}|monitor.alertmanager.url: alertmanager is not allowed: it must be a URL such as http://alertmanager:9093",
        "monitor: {alertmanager: {url: ['http://me:hush@host']}}|monitor.alertmanager.url: a URL with an @ is not allowed: it must be without a user and password, which go into username and password",
        "monitor: {alertmanager: {url: ['http://a','http://b','http://c','http://d','http://e','http://f']}}|monitor.alertmanager.url: 6 URLs is not allowed: it must be at most 5",
        "monitor: {alertmanager: {username: me}}|monitor.alertmanager.username: 'me' is not allowed: it must be set together with password",
        "monitor: {alertmanager: {password: hush}}|gavel.yaml: monitor.alertmanager.password: a password may not stand in the file; write ${env:NAME} or ${file:/path} here, or set GAVEL_MONITOR_ALERTMANAGER_PASSWORD",
        "monitor: {alertmanager: {bearer_token: hush}}|gavel.yaml: monitor.alertmanager.bearer_token: a token may not stand in the file; write ${env:NAME} or ${file:/path} here, or set GAVEL_MONITOR_ALERTMANAGER_BEARER_TOKEN",
        "monitor: {alertmanager: {repeat: 100ms}}|monitor.alertmanager.repeat: 100ms is not allowed: it must be 1s or longer",
        "monitor: {alertmanager: {severity: ''}}|monitor.alertmanager.severity: '' is not allowed: it must be set",
        "monitor: {alertmanager: {dashboard_url: grafana}}|monitor.alertmanager.dashboard_url: grafana is not allowed: it must be a URL such as http://alertmanager:9093",
        "tracing: {exporter: jaeger}|tracing.exporter: 'jaeger' is not allowed: it must be none or otlp",
        "tracing: {endpoint: collector}|tracing.endpoint: collector is not allowed: it must be a URL such as http://localhost:4318",
        "tracing: {endpoint: 'http://me:hush@collector'}|tracing.endpoint: a URL with an @ is not allowed: it must be without a user and password, which go into headers",
        "tracing: {sampling_ratio: 1.5}|tracing.sampling_ratio: 1.5 is not allowed: it must be from 0 to 1",
        "tracing: {headers: a=b}|gavel.yaml: tracing.headers: a header may not stand in the file; write ${env:NAME} or ${file:/path} here, or set GAVEL_TRACING_HEADERS",
        "monitor: {threads: 0}|monitor.threads: 0 is not allowed: it must be greater than 0",
        "engine: {commit_interval: 0ms}|engine.commit_interval: 0s is not allowed: it must be"
            + " longer than 0",
        "engine: {max_in_flight: -3}|engine.max_in_flight: -3 is not allowed: it must be greater"
            + " than 0",
        "engine: {drain: PT-1S}|engine.drain: PT-1S is not allowed: it must be 0s or longer",
        "engine: {max_offset_metadata: 255}|engine.max_offset_metadata: 255 is not allowed: it must be at least 256",
        "engine: {drain: 30}|engine.drain: '30' is no duration: write 100ms, 5s, 10m, 2h or 7d",
        "engine: {max_in_flight: many}|engine.max_in_flight: 'many' is not a whole number of up to"
            + " 2147483647",
        "engine: {max_in_flight: 1.5}|engine.max_in_flight: '1.5' is not a whole number of up to"
            + " 2147483647",
        "engine: {max_in_flight: 9999999999}|engine.max_in_flight: its value is not a whole number"
            + " of up to 2147483647",
        "engine: {max_in_flight: true}|engine.max_in_flight: its value is not a whole number of up"
            + " to 2147483647",
        "engine: {max_in_flight: ''}|engine.max_in_flight: '' is not a whole number of up to"
            + " 2147483647",
        "web: {advertised: 'worker'}|web.advertised: 'worker' is not allowed: it must be host:port such"
            + " as worker-1:9400, or '' for where it listens",
        "web: {advertised: 'worker:0'}|web.advertised: 'worker:0' is not allowed: it must be host:port"
            + " such as worker-1:9400, or '' for where it listens",
        "web: {workers: ['worker-1:9400']}|web.workers: worker-1:9400 is not allowed: it must be base"
            + " URLs such as http://worker-1:9400",
        "web: {workers: ['http://me:pass@worker-1']}|web.workers: a URL with an @ is not allowed: it"
            + " must be without a user and password: workers have the same web.token",
        "web: {listen: '9400'}|web.listen: '9400' is not allowed: it must be host:port such as"
            + " 127.0.0.1:9400, or '' for no server",
        "web: {listen: localhost}|web.listen: 'localhost' is not allowed: it must be host:port such"
            + " as 127.0.0.1:9400, or '' for no server",
        "web: {listen: 'localhost:65536'}|web.listen: 'localhost:65536' is not allowed: it must be"
            + " host:port such as 127.0.0.1:9400, or '' for no server",
        "web: {listen: '::1:9400'}|web.listen: '::1:9400' is not allowed: it must be host:port such"
            + " as 127.0.0.1:9400, or '' for no server",
        "web: {listen: 'http://localhost:80'}|web.listen: 'http://localhost:80' is not allowed: it"
            + " must be host:port such as 127.0.0.1:9400, or '' for no server",
        "web: {requests_per_second: -1}|web.requests_per_second: -1 is not allowed: it must be 0 for any"
            + " number, or more",
        "web: {tls: {certificate: a.pem}}|web.tls.key: '' is not allowed: it must be set, as the other of"
            + " both is; or neither",
        "web: {tls: {key: a.pem}}|web.tls.certificate: '' is not allowed: it must be set, as the other of"
            + " both is; or neither",
        "judge: {default_profile: other}|judge.default_profile: 'other' is not allowed: it must be"
            + " one of judge.profiles, which has [prometheus]",
      })
  void aValueThatCannotBeUsedIsRefusedByKey(String yaml, String message) {
    assertThat(problemsOf(yaml)).isEqualTo(message);
  }

  @Test
  void aBlankWorkerIdIsTheHostsName() throws IOException {
    assertThat(load("worker_id: ' '").workerId()).isEqualTo(defaults().workerId());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kind: ' '|kind: ' ' is not allowed: it must be set",
        "endpoints: []|endpoints: [] is not allowed: it must be at least one URL",
        "endpoints: [localhost]|endpoints: localhost is not allowed: it must be a URL such as http://host:8000/v1 or dns+http://name:8000/v1",
        "endpoints: ['ftp://host/v1']|endpoints: ftp://host/v1 is not allowed: it must be a URL such as http://host:8000/v1 or dns+http://name:8000/v1",
        "endpoints: ['http://a b']|endpoints: its value is not a URL such as http://host:8000/v1",
        "endpoints: ['http://me:pa ss@host/v1']|endpoints: its value is not a URL such as http://host:8000/v1",
        "endpoints: ['ftp://me:pass@host/v1']|endpoints: a URL with an @ is not allowed: it must be without a user and password, which go into api_key or the server before the judge",
        "endpoints: ['http://me:pass@my_host/v1']|endpoints: a URL with an @ is not allowed: it must be without a user and password, which go into api_key or the server before the judge",
        "endpoints: ['ftp://host/v1?key=pass']|endpoints: ftp://host/v1 is not allowed: it must be a URL such as http://host:8000/v1 or dns+http://name:8000/v1",
        "endpoints: ['http://me:pass@host/v1']|endpoints: a URL with an @ is not allowed: it must be without a user and password, which go into api_key or the server before the judge",
        "model: ' '|model: ' ' is not allowed: it must be set",
        "asking: {logprobs: 21}|asking.logprobs: 21 is not allowed: it must be 0 to 20",
        "asking: {structured_output: mine}|asking.structured_output: 'mine' is not allowed: it must be none, openai or vllm",
        "asking: {shorten: rubric}|asking.shorten: 'rubric' is not allowed: it must be nothing, response, instruction or"
            + " reference_answer",
        "temperature: -0.1|temperature: -0.1 is not allowed: it must be 0 or more, and finite",
        "temperature: warm|temperature: 'warm' is not a number",
        "temperature: Infinity|temperature: Infinity is not allowed: it must be 0 or more, and"
            + " finite",
        "top_p: 0|top_p: 0.0 is not allowed: it must be above 0 and up to 1",
        "top_p: 1.1|top_p: 1.1 is not allowed: it must be above 0 and up to 1",
        "repetition_penalty: -1|repetition_penalty: -1.0 is not allowed: it must be 0 (left out) or"
            + " more, and finite",
        "max_tokens: 0|max_tokens: 0 is not allowed: it must be greater than 0",
        "max_tokens: 1000001|max_tokens: 1000001 is not allowed: it must be up to 1000000",
        "concurrency: 0|concurrency: 0 is not allowed: it must be greater than 0",
        "call_timeout: 0s|call_timeout: 0s is not allowed: it must be longer than 0",
        "max_attempts: 0|max_attempts: 0 is not allowed: it must be greater than 0",
        "retry_budget: 0s|retry_budget: 0s is not allowed: it must be longer than 0",
        "backoff: 0s|backoff: 0s is not allowed: it must be longer than 0",
        "max_backoff: 0s|max_backoff: 0s is not allowed: it must be longer than 0",
        "max_backoff: 100ms|max_backoff: 100ms is not allowed: it must be at least backoff, which"
            + " is 500ms",
        "stand_in: 'yes'|stand_in: 'yes' is neither true nor false",
        "stand_in: 1|stand_in: '1' is neither true nor false",
        "endpoints: ['dns+https://host/v1']|endpoints: dns+https://host/v1 is not allowed: it must be a URL such as http://host:8000/v1 or dns+http://name:8000/v1",
        "pool: {limit: adaptive}|pool.limit: 'adaptive' is not allowed: it must be following or fixed",
        "pool: {minimum_limit: 0}|pool.minimum_limit: 0 is not allowed: it must be greater than 0",
        "pool: {minimum_limit: 9}|pool.initial_limit: 8 is not allowed: it must be at least minimum_limit, which is 9",
        "pool: {queue_interval: PT-1S}|pool.queue_interval: PT-1S is not allowed: it must be 0s (never) or longer",
        "pool: {resolve_interval: 0s}|pool.resolve_interval: 0s is not allowed: it must be longer than 0",
      })
  void aProfilesValueThatCannotBeUsedIsRefusedByProfileAndKey(String yaml, String message) {
    assertThat(
            problemsOf(
                "judge: {profiles: {mine: {endpoints: ['http://h/v1'], model: m}}}"
                    .replace("model: m", "model: m, " + yaml)
                    .replaceFirst("endpoints: .*?, (?=.*endpoints)", "")
                    .replaceFirst("model: m, (?=model)", "")))
        .isEqualTo("judge.profiles.mine." + message);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    environment.put("GAVEL_ENGINE_MAX_INFLIGHT", "9");

    assertThat(problemsOf("one: 1\ntwo: 2\nkafka: {three: 3}\n").lines())
        .containsExactly(
            "gavel.yaml: one: there is no such key",
            "gavel.yaml: two: there is no such key",
            "gavel.yaml: kafka.three: there is no such key",
            "GAVEL_ENGINE_MAX_INFLIGHT: there is no such setting; did you mean"
                + " GAVEL_ENGINE_MAX_IN_FLIGHT?");
    environment.clear();
    assertThat(problemsOf("engine: {drain: x}\ntopics: {partitions: 0}\n").lines()).hasSize(2);
  }

  @Test
  void aRemovedKeyIsRefusedWithWhatToUseInstead() {
    removedKeys = Map.of("engine.threads", "use engine.max_in_flight");

    assertThat(problemsOf("engine: {threads: 3}"))
        .isEqualTo("gavel.yaml: engine.threads: this key was removed; use engine.max_in_flight");
    environment.put("GAVEL_ENGINE_THREADS", "3");
    assertThat(problemsOf(""))
        .isEqualTo("GAVEL_ENGINE_THREADS: this setting was removed; use engine.max_in_flight");
  }

  @ParameterizedTest
  @CsvSource({
    "GAVEL_KAFKA_BOOTSTRAP_SERVER, ; did you mean GAVEL_KAFKA_BOOTSTRAP_SERVERS?",
    "GAVEL_KAFKA_PROPERTIES, '; one variable per property, such as GAVEL_KAFKA_PROPERTIES_CLIENT_ID"
        + " for client.id'",
    "GAVEL_ENTIRELY_ELSE, ''",
  })
  void anUnknownVariableIsRefused(String name, String hint) {
    environment.put(name, "x");

    assertThat(problemsOf("")).isEqualTo(name + ": there is no such setting" + hint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PATH",
        "GAVEL_LOG_LEVEL",
        "GAVEL_DEBUG",
        "GAVEL_JAVA_OPTS",
        "GAVEL_SERVICE_HOST",
        "GAVEL_WEB_SERVICE_PORT_HTTP",
        "GAVEL_PORT",
        "GAVEL_WEB_PORT_8080_TCP_ADDR"
      })
  void variablesThatAreNoSettingsAreLeftAlone(String name) throws IOException {
    environment.put(name, "x");

    assertThat(load()).isEqualTo(defaults());
  }

  @Test
  void placeholdersAreReplacedInFileAndEnvironment() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "first\nsecond\n\n");
    environment.put("USER_NAME", "me$1\\");
    environment.put("GAVEL_JUDGE_PROFILES_PROMETHEUS_API_KEY", "${file:" + secret + "}");

    GavelConfig config =
        load(
            """
            worker_id: a-${env:USER_NAME}-b
            kafka:
              properties:
                sasl.jaas.config: user=${env:USER_NAME} other=${other:x}
            """);

    assertThat(config.workerId()).isEqualTo("a-me$1\\-b");
    assertThat(config.kafka().properties())
        .isEqualTo(Map.of("sasl.jaas.config", "user=me$1\\ other=${other:x}"));
    assertThat(profile(config, "prometheus").apiKey()).isEqualTo(new Secret("first\nsecond\n"));
  }

  @Test
  void aPlaceholderThatCannotBeReplacedIsRefusedByKeyAndName() throws IOException {
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    String yaml =
        """
        worker_id: ${env:NO_SUCH}
        kafka: {bootstrap_servers: "${HOST}"}
        registry:
          properties: {a: "${file:/no/such/file}", b: "${file:FOLDER/binary}", c: "${file:FOLDER}"}
        """
            .replace("FOLDER", folder.toString());

    assertThat(problemsOf(yaml).lines())
        .containsExactly(
            "worker_id: the environment variable NO_SUCH is not set",
            "kafka.bootstrap_servers: ${HOST} is not known; write ${env:NAME} or ${file:/path}",
            "registry.properties.a: there is no file /no/such/file",
            "registry.properties.b: the file binary is not UTF-8 text",
            "registry.properties.c: the file " + folder + " cannot be read (IOException)");
  }

  @Test
  void noPrintedFormHoldsASecret() throws IOException {
    environment.put("JUDGE_KEY", "s3cret");
    environment.put("WEB_TOKEN", "s3cret-of-web");
    environment.put("ALERTS_PASSWORD", "hush");
    environment.put("ALERTS_TOKEN", "t0ken");
    environment.put("TRACING_HEADERS", "authorization=s3cret");
    String yaml =
        EVERY_KEY
            .replace(
                "security.protocol: SSL",
                "sasl.jaas.config: s3cret\n    ssl.key.password: ${env:JUDGE_KEY}")
            .replace("use.latest.version: true", "basic.auth.user.info: ${env:JUDGE_KEY}")
            .replace("url: http://", "url: http://me:s3cret@");

    String printed = load(yaml).toString();

    assertThat(printed)
        .doesNotContain("s3cret")
        .contains("sasl.jaas.config=********", "retries=7", "http://********@registry-1:8081");
  }

  @Test
  void aSecretAmongTheClientsPropertiesMayNotStandInTheFile() throws IOException {
    assertThat(problemsOf("kafka: {properties: {ssl.key.password: s3cret}}"))
        .contains(
            "kafka.properties.ssl.key.password: a secret may not stand in the file",
            "GAVEL_KAFKA_PROPERTIES_SSL_KEY_PASSWORD")
        .doesNotContain("s3cret");
    assertThat(problemsOf("registry: {properties: {basic.auth.user.info: 'u:s3cret'}}"))
        .contains("registry.properties.basic.auth.user.info: a secret may not stand in the file")
        .doesNotContain("s3cret");
    assertThat(
            load("kafka: {properties: {ssl.key.password: , ssl.keystore.key: ~}}")
                .kafka()
                .properties())
        .isEmpty();
  }

  @Test
  void aNamedFileThatIsMissingIsRefused() {
    Path missing = folder.resolve("other.yaml");

    assertThatThrownBy(() -> ConfigLoader.load(missing, Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("there is no settings file " + missing);
  }

  @Test
  void aFileThatCannotBeReadIsRefused() throws IOException {
    assertThatThrownBy(() -> ConfigLoader.load(folder, Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(folder + ": it cannot be read");
    Path latin = Files.write(folder.resolve("l"), "a: ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ConfigLoader.load(latin, Map.of()))
        .hasMessage(latin + ": it is not UTF-8 text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "engine:\\n"
            + "  drain: 5s\\n"
            + "  drain: 6s\\n|gavel.yaml, line 3, column 8: the key 'drain' is there twice",
        "engine:\\n\\tdrain: 5s\\n|gavel.yaml, line 2, column 1: this is no YAML: found character"
            + " '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
        "engine: [1\\nkafka: {}|gavel.yaml, line 2, column 6: this is no YAML: expected ',' or ']',"
            + " but got :",
        "- 1|gavel.yaml: it must hold keys with values, such as `worker_id: worker-1`",
        "a: 1\\n---\\nb: 1|gavel.yaml, line 3, column 1: there is a second document; one file holds"
            + " one",
      })
  void aFileThatIsNoYamlIsRefusedByLineAndColumn(String yaml, String message) {
    String text = yaml.replace("\\n", "\n").replace("\\t", "\t");

    assertThat(problemsOf(text)).isEqualTo(message);
  }

  @Test
  void otherRolesLeaveTheOtherSettings() throws IOException {
    GavelConfig judge = load().withRoles(Set.of(Role.JUDGE));

    assertThat(judge.roles()).containsExactly(Role.JUDGE);
    assertThat(judge.withRoles(EnumSet.allOf(Role.class))).isEqualTo(defaults());
  }
}
