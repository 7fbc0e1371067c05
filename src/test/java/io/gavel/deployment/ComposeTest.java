package io.gavel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.cli.GavelCommand;
import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.simulator.settings.SettingsFile;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docker/compose.yaml` and what it mounts, checked as far as that goes without an engine.
final class ComposeTest {
  private static final Path FOLDER = Path.of("docker");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");
  private static final Pattern PUBLISHED = Pattern.compile("127\\.0\\.0\\.1:(\\d+):(\\d+)");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?://)?([a-z][a-z0-9-]*):(\\d{2,5})\\b");
  private static final Map<String, String> ENV = env();
  private static final JsonNode SERVICES =
      DeploymentFiles.document(FOLDER.resolve("compose.yaml")).path("services");

  private static Map<String, String> env() {
    Map<String, String> env = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(FOLDER.resolve(".env"))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          int equals = line.indexOf('=');
          env.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return env;
  }

  private static List<String> services() {
    List<String> names = new ArrayList<>();
    SERVICES.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> ours() {
    return services().stream().filter(ComposeTest::isOurs).toList();
  }

  private static boolean isOurs(String service) {
    return SERVICES.path(service).path("image").asText().equals("${GAVEL_IMAGE}");
  }

  private static String interpolated(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(it -> Matcher.quoteReplacement(ENV.getOrDefault(it.group(1), "")));
  }

  private static Map<String, String> environment(String service) {
    Map<String, String> environment = new TreeMap<>();
    SERVICES
        .path(service)
        .path("environment")
        .properties()
        .forEach(it -> environment.put(it.getKey(), interpolated(it.getValue().asText())));
    return environment;
  }

  private static List<String> texts(JsonNode list) {
    return DeploymentFiles.list(list).map(it -> interpolated(it.asText())).toList();
  }

  /// The ports at which other services reach one.
  private static Set<Integer> ports(String service) {
    Set<Integer> ports = new TreeSet<>();
    texts(SERVICES.path(service).path("expose")).forEach(it -> ports.add(Integer.valueOf(it)));
    for (String published : texts(SERVICES.path(service).path("ports"))) {
      Matcher parts = PUBLISHED.matcher(published);
      assertThat(parts.matches())
          .as("%s: %s is published to this machine alone", service, published)
          .isTrue();
      ports.add(Integer.valueOf(parts.group(2)));
    }
    return ports;
  }

  /// Checks that every host with a port in a text is a service that is reached there.
  private static void checkAddresses(String where, String text) {
    Matcher address = ADDRESS.matcher(text);
    while (address.find()) {
      String host = address.group(1);
      if (!host.equals("localhost")) {
        assertThat(services()).as("%s: %s", where, address.group()).contains(host);
        int port = Integer.parseInt(address.group(2));
        boolean itself = where.startsWith(host + " ");
        assertThat(itself || ports(host).contains(port))
            .as("%s: %s is reached at %s", where, address.group(), ports(host))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyImageIsPinned(String service) {
    JsonNode image = SERVICES.path(service).path("image");

    assertThat(interpolated(image.asText())).matches("[a-z0-9./-]+:v?\\d+\\.\\d+[.0-9A-Za-z-]*");
  }

  @Test
  void everyVariableIsInTheEnvFileAndNoneIsThereForNothing() throws IOException {
    Set<String> used = new TreeSet<>();
    String text = Files.readString(FOLDER.resolve("compose.yaml"));
    VARIABLE.matcher(text).results().forEach(it -> used.add(it.group(1)));

    assertThat(used).isEqualTo(ENV.keySet());
  }

  @ParameterizedTest
  @MethodSource("ours")
  void everyVariableOfGavelIsASettingWithAValueThatItTakes(String service) {
    GavelConfig config = WorkerSettings.load(environment(service));

    assertThat(environment(service).keySet()).allMatch(it -> it.startsWith("GAVEL_"));
    if (!service.equals("judge")) {
      assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
      assertThat(config.topics()).isEqualTo(WorkerSettings.load(environment("topics")).topics());
    }
  }

  @Test
  void theWorkerDoesEverythingAndStateIsInAVolume() {
    GavelConfig config = WorkerSettings.load(environment("gavel"));

    assertThat(config.roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(config.web().port()).isEqualTo(9400);
    assertThat(config.web().host()).isEqualTo("0.0.0.0");
    assertThat(texts(SERVICES.path("gavel").path("volumes"))).contains("gavel:/var/lib/gavel");
    assertThat(config.monitor().alertmanager().isOn()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("ours")
  void everyCommandOfGavelIsOne(String service) {
    String[] arguments = texts(SERVICES.path(service).path("command")).toArray(String[]::new);

    assertThat(arguments).isNotEmpty();
    GavelCommand.commandLine(Map.of()).parseArgs(arguments);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void oursHaveNoRightsAndWriteNowhereButToVolumes(String service) {
    JsonNode ours = SERVICES.path(service);

    assertThat(ours.path("read_only").asBoolean()).isTrue();
    assertThat(texts(ours.path("cap_drop"))).containsExactly("ALL");
    assertThat(texts(ours.path("security_opt"))).containsExactly("no-new-privileges:true");
    assertThat(ours.path("privileged").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("services")
  void whatAServiceWaitsForCanHappen(String service) {
    SERVICES
        .path(service)
        .path("depends_on")
        .properties()
        .forEach(it -> {
          JsonNode other = SERVICES.path(it.getKey());
          String as = service + " waits for " + it.getKey();
          assertThat(other.isObject()).as(as).isTrue();
          switch (it.getValue().path("condition").asText()) {
            case "service_healthy" ->
                assertThat(other.path("healthcheck").path("test")).as(as).isNotEmpty();
            case "service_completed_successfully" ->
                assertThat(other.path("restart").asText()).as(as).isEqualTo("no");
            default -> throw new AssertionError(as + " without saying for what");
          }
          assertThat(other.path("profiles")).as(as + ", which always starts").isEmpty();
        });
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyAddressIsAServiceAndItsPort(String service) {
    environment(service).forEach((name, value) -> checkAddresses(service + " " + name, value));
    ports(service);
  }

  @Test
  void theFilesThatAreMountedNameServicesAndPorts() {
    for (String file :
        List.of(
            "prometheus/prometheus.yaml",
            "grafana/provisioning/datasources/prometheus.yaml",
            "alertmanager/alertmanager.yaml")) {
      checkAddresses(file, DeploymentFiles.document(FOLDER.resolve(file)).toString());
    }
    JsonNode prometheus = DeploymentFiles.document(FOLDER.resolve("prometheus/prometheus.yaml"));
    assertThat(prometheus.toString()).contains("\"gavel:9400\"", "\"alertmanager:9093\"");
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyFileThatIsMountedIsThereAndEveryVolumeIsDeclared(String service) {
    Set<String> declared = new HashSet<>();
    DeploymentFiles.document(FOLDER.resolve("compose.yaml"))
        .path("volumes")
        .fieldNames()
        .forEachRemaining(declared::add);
    for (String volume : texts(SERVICES.path(service).path("volumes"))) {
      String source = volume.substring(0, volume.indexOf(':'));
      if (source.startsWith(".")) {
        assertThat(FOLDER.resolve(source)).exists();
        assertThat(volume).endsWith(":ro");
      } else {
        assertThat(declared).contains(source);
      }
    }
  }

  @Test
  void theJudgesListenWhereTheWorkerAsks() throws IOException {
    SimulatorSettings judges =
        SettingsFile.load(FOLDER.resolve("judge.yaml"), Map.of(), Map.of(), List.of());

    assertThat(judges.host()).isEqualTo("0.0.0.0");
    assertThat(ENV.get("JUDGE_MODEL")).isEqualTo(judges.model());
    assertThat(ENV.get("JUDGE_ENDPOINTS").split(",", -1))
        .hasSize(judges.replicas())
        .allSatisfy(it -> {
          assertThat(URI.create(it).getHost()).isEqualTo("judge");
          assertThat(URI.create(it).getPort())
              .isBetween(judges.port(), judges.port() + judges.replicas() - 1);
        });
  }

  @Test
  void alertsOfGavelHaveTheNameThatRoutesKnow() {
    JsonNode rules =
        DeploymentFiles.document(FOLDER.resolve("prometheus/rules/gavel.yaml")).path("groups");
    Set<String> names = new TreeSet<>(Set.of("GavelDrift"));
    DeploymentFiles.rules(rules).forEach(it -> names.add(it.path("alert").asText()));
    Matcher named =
        Pattern.compile("Gavel[A-Za-z]+")
            .matcher(
                DeploymentFiles.document(FOLDER.resolve("alertmanager/alertmanager.yaml"))
                    .toString());

    assertThat(named.results().map(it -> it.group())).isNotEmpty().isSubsetOf(names);
  }

  @Test
  void thePrefixOfTheTopicsIsTheOneThatTheDocumentsName() {
    assertThat(Topic.ALERTS.name(WorkerSettings.load(environment("topics")).topics().prefix()))
        .isEqualTo("gavel.alerts");
  }
}
