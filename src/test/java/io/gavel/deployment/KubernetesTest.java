package io.gavel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.gavel.cli.GavelCommand;
import io.gavel.config.GavelConfig;
import io.gavel.config.Role;
import io.gavel.deployment.Manifests.Workload;
import io.gavel.topic.Topic;
import io.gavel.topic.TopicDefinition;
import io.gavel.topic.TopicManifest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `k8s/`, as kustomize made it: `k8s/rendered` is checked in, and a digest tells whether it is
/// what the sources say.
final class KubernetesTest {
  private static final Path K8S = Path.of("k8s");
  private static final Path RENDERED = K8S.resolve("rendered");

  private static Manifests of(String overlay) {
    return Manifests.read(RENDERED.resolve(overlay + ".yaml"));
  }

  private static GavelConfig settings(Manifests manifests, Container container) {
    return WorkerSettings.load(manifests.environment(container));
  }

  private static Container gavel(Workload workload) {
    return workload.containers().stream()
        .filter(it -> it.getName().equals("gavel"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Workload> workers(Manifests manifests) {
    return manifests.workloads().stream()
        .filter(it -> it.isOfGavel() && gavel(it).getArgs().equals(List.of("run")))
        .toList();
  }

  private static boolean selects(Map<String, String> selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(selector.entrySet());
  }

  private static Map<String, String> labels(LabelSelector selector) {
    return selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
  }

  @Test
  void whatIsRenderedIsMadeFromWhatIsThere() throws IOException, NoSuchAlgorithmException {
    StringBuilder sums = new StringBuilder();
    Stream<Path> sources =
        Stream.of("base", "components", "overlays", "topics")
            .flatMap(it -> DeploymentFiles.files(K8S.resolve(it), "").stream())
            .filter(it -> Files.isRegularFile(it) && !it.toString().endsWith(".md"));
    for (String path : sources.map(it -> K8S.relativize(it).toString()).sorted().toList()) {
      sums.append(digest(Files.readAllBytes(K8S.resolve(path))))
          .append("  ")
          .append(path)
          .append('\n');
    }
    String digest = digest(sums.toString().getBytes(StandardCharsets.UTF_8));

    for (Path file : DeploymentFiles.files(RENDERED, ".yaml")) {
      assertThat(Files.readString(file))
          .as("%s is older than its sources; run k8s/render", file)
          .contains("# sources: " + digest + "\n");
    }
  }

  private static String digest(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void everyRoleHasWorkersWithSettingsThatGavelTakes(String overlay) {
    Manifests manifests = of(overlay);
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Workload worker : workers(manifests)) {
      GavelConfig config = settings(manifests, gavel(worker));
      roles.addAll(config.roles());
      assertThat(config.roles()).as(worker.name()).contains(Role.WEB).hasSizeLessThanOrEqualTo(2);
      assertThat(config.workerId()).as("the pod's own name").isEqualTo("pod-0");
      assertThat(config.web().host()).isEqualTo("0.0.0.0");
      assertThat(gavel(worker).getPorts())
          .singleElement()
          .satisfies(it -> assertThat(it.getContainerPort()).isEqualTo(config.web().port()));
    }

    assertThat(roles).containsExactlyInAnyOrder(Role.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void everyVariableOfAPodOfOursIsASettingAndEveryCommandIsOne(String overlay) {
    Manifests manifests = of(overlay);
    for (Workload workload : manifests.workloads()) {
      if (workload.isOfGavel()) {
        Container container = gavel(workload);
        assertThat(manifests.environment(container).keySet())
            .as(workload.name())
            .allMatch(it -> it.startsWith("GAVEL_"));
        assertThat(settings(manifests, container).topics().prefix()).isEqualTo("gavel.");
        GavelCommand.commandLine(Map.of()).parseArgs(container.getArgs().toArray(String[]::new));
        assertThat(workload.template().getSpec().getEnableServiceLinks()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void theJudgeRoleHasStableNamesAndStreamsHaveVolumes(String overlay) {
    Manifests manifests = of(overlay);
    Map<String, StatefulSet> sets =
        manifests.all(StatefulSet.class).stream()
            .collect(Collectors.toMap(it -> it.getMetadata().getName(), it -> it));

    // The transactional id is made from the worker id, which is the pod's name.
    assertThat(sets).containsKeys("gavel-enrich", "gavel-judge", "gavel-reward", "gavel-monitor");
    for (String role : List.of("enrich", "reward", "monitor")) {
      StatefulSet set = Objects.requireNonNull(sets.get("gavel-" + role));
      Container container = set.getSpec().getTemplate().getSpec().getContainers().getFirst();
      String folder =
          Objects.requireNonNull(
              manifests
                  .environment(container)
                  .get("GAVEL_" + role.toUpperCase(Locale.ROOT) + "_STATE_DIR"));
      assertThat(container.getVolumeMounts())
          .anyMatch(
              it -> folder.startsWith(it.getMountPath() + "/") && it.getName().equals("state"));
      assertThat(set.getSpec().getVolumeClaimTemplates())
          .extracting(it -> it.getMetadata().getName())
          .containsExactly("state");
    }
    for (StatefulSet set : sets.values()) {
      assertThat(manifests.all(Service.class))
          .as("the service that names the pods of " + set.getMetadata().getName())
          .anyMatch(it ->
              it.getMetadata().getName().equals(set.getSpec().getServiceName())
                  && "None".equals(it.getSpec().getClusterIP()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void everySelectorFindsPodsAndEveryPortOfAServiceIsAContainers(String overlay) {
    Manifests manifests = of(overlay);
    for (Service service : manifests.all(Service.class)) {
      List<Workload> behind =
          manifests.workloads().stream()
              .filter(it -> selects(service.getSpec().getSelector(), it.labels()))
              .toList();
      String name = "Service " + service.getMetadata().getName();
      if (!(name.equals("Service judges") && overlay.equals("production"))) {
        assertThat(behind).as(name).isNotEmpty();
      }
      service
          .getSpec()
          .getPorts()
          .forEach(port -> {
            for (Workload workload : behind) {
              assertThat(workload.containers())
                  .as("%s, port %s of %s", name, port.getTargetPort(), workload.name())
                  .anyMatch(container ->
                      container.getPorts().stream()
                          .anyMatch(it ->
                              it.getName().equals(port.getTargetPort().getStrVal())
                                  && it.getContainerPort().equals(port.getPort())));
            }
          });
    }
    for (PodDisruptionBudget budget : manifests.all(PodDisruptionBudget.class)) {
      assertThat(manifests.workloads())
          .as("budget " + budget.getMetadata().getName())
          .anyMatch(it -> selects(labels(budget.getSpec().getSelector()), it.labels()));
    }
    for (StatefulSet set : manifests.all(StatefulSet.class)) {
      assertThat(
              selects(
                  labels(set.getSpec().getSelector()),
                  set.getSpec().getTemplate().getMetadata().getLabels()))
          .isTrue();
      assertThat(manifests.all(PodDisruptionBudget.class))
          .as("a budget for " + set.getMetadata().getName())
          .anyMatch(it ->
              selects(
                  labels(it.getSpec().getSelector()),
                  set.getSpec().getTemplate().getMetadata().getLabels()));
    }
    for (ServiceMonitor monitor : manifests.all(ServiceMonitor.class)) {
      List<Service> read =
          manifests.all(Service.class).stream()
              .filter(it -> selects(labels(monitor.getSpec().getSelector()), labels(it)))
              .toList();
      assertThat(read).isNotEmpty();
      monitor
          .getSpec()
          .getEndpoints()
          .forEach(endpoint ->
              assertThat(read)
                  .allMatch(it ->
                      it.getSpec().getPorts().stream()
                          .anyMatch(port -> port.getName().equals(endpoint.getPort()))));
    }
  }

  private static Map<String, String> labels(HasMetadata resource) {
    Map<String, String> labels = resource.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void everyVolumeSecretAndAccountThatIsNamedIsThere(String overlay) {
    Manifests manifests = of(overlay);
    Map<String, Set<String>> secrets = new HashMap<>();
    for (JsonNode secret : DeploymentFiles.documents(K8S.resolve("secrets.example.yaml"))) {
      Set<String> keys = new HashSet<>();
      secret.path("stringData").fieldNames().forEachRemaining(keys::add);
      secrets.put(secret.at("/metadata/name").asText(), keys);
    }
    for (Workload workload : manifests.workloads()) {
      Set<String> volumes = new TreeSet<>();
      for (Volume volume : workload.template().getSpec().getVolumes()) {
        volumes.add(volume.getName());
        if (volume.getConfigMap() != null) {
          manifests.configMap(volume.getConfigMap().getName());
        }
        if (volume.getSecret() != null) {
          assertThat(secrets).containsKey(volume.getSecret().getSecretName());
          volume
              .getSecret()
              .getItems()
              .forEach(it ->
                  assertThat(secrets.get(volume.getSecret().getSecretName()))
                      .contains(it.getKey()));
        }
      }
      manifests.all(StatefulSet.class).stream()
          .filter(it -> workload.name().equals("StatefulSet " + it.getMetadata().getName()))
          .flatMap(it -> it.getSpec().getVolumeClaimTemplates().stream())
          .map(PersistentVolumeClaim::getMetadata)
          .forEach(it -> volumes.add(it.getName()));
      for (Container container : workload.containers()) {
        assertThat(volumes)
            .as(workload.name())
            .containsAll(container.getVolumeMounts().stream().map(it -> it.getName()).toList());
        container.getEnv().stream()
            .filter(it -> it.getValueFrom() != null && it.getValueFrom().getSecretKeyRef() != null)
            .map(it -> it.getValueFrom().getSecretKeyRef())
            .forEach(it -> assertThat(secrets.get(it.getName())).contains(it.getKey()));
      }
      String account = workload.template().getSpec().getServiceAccountName();
      assertThat(account == null || account.equals("gavel")).isTrue();
    }
    for (JsonNode other : manifests.others()) {
      DeploymentFiles.list(other.at("/spec/secretTargetRef"))
          .forEach(it ->
              assertThat(secrets.get(it.path("name").asText())).contains(it.path("key").asText()));
    }
  }

  /// The restricted standard, by
  /// https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted.
  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void everyPodKeepsTheRestrictedPodSecurityStandard(String overlay) {
    for (Workload workload : of(overlay).workloads()) {
      PodSecurityContext pod = workload.template().getSpec().getSecurityContext();
      String name = workload.name();
      assertThat(workload.template().getSpec().getHostNetwork()).as(name).isNull();
      assertThat(workload.template().getSpec().getHostPID()).as(name).isNull();
      assertThat(workload.template().getSpec().getHostIPC()).as(name).isNull();
      assertThat(pod.getRunAsNonRoot()).as(name).isTrue();
      assertThat(pod.getRunAsUser()).as(name).isPositive();
      assertThat(pod.getSeccompProfile().getType()).as(name).isEqualTo("RuntimeDefault");
      assertThat(pod.getSysctls()).as(name).isEmpty();
      assertThat(workload.template().getSpec().getAutomountServiceAccountToken())
          .as(name)
          .isFalse();
      assertThat(workload.template().getSpec().getVolumes())
          .as(name)
          .allMatch(it ->
              it.getEmptyDir() != null || it.getConfigMap() != null || it.getSecret() != null);
      for (Container container : workload.containers()) {
        SecurityContext rights = container.getSecurityContext();
        assertThat(rights.getAllowPrivilegeEscalation()).as(name).isFalse();
        assertThat(rights.getCapabilities().getDrop()).as(name).containsExactly("ALL");
        assertThat(rights.getCapabilities().getAdd()).as(name).isEmpty();
        assertThat(rights.getPrivileged()).as(name).isNull();
        assertThat(rights.getRunAsUser()).as(name).isNull();
        assertThat(rights.getRunAsNonRoot()).as(name).isNull();
        assertThat(container.getPorts()).as(name).allMatch(it -> it.getHostPort() == null);
        if (workload.isOfGavel()) {
          assertThat(rights.getReadOnlyRootFilesystem()).as(name).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void everyContainerIsPinnedBoundedAndProbed(String overlay) {
    for (Workload workload : of(overlay).workloads()) {
      for (Container container : workload.containers()) {
        String name = workload.name();
        assertThat(container.getImage()).as(name).matches(".+:v?\\d+(\\.\\d+)+[a-z0-9.-]*");
        assertThat(container.getResources().getRequests()).as(name).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits().get("memory"))
            .as(name)
            .isEqualTo(container.getResources().getRequests().get("memory"));
        if (name.startsWith("Job")) {
          continue;
        }
        for (Probe probe : List.of(container.getLivenessProbe(), container.getReadinessProbe())) {
          assertThat(container.getPorts())
              .as(name)
              .anyMatch(it -> it.getName().equals(probe.getHttpGet().getPort().getStrVal()));
        }
        if (container.getArgs().equals(List.of("run"))) {
          assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
          assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
          assertThat(container.getReadinessProbe().getHttpGet().getPath())
              .isEqualTo("/health/ready");
          assertThat(workload.template().getSpec().getTerminationGracePeriodSeconds())
              .isGreaterThan(30);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void everyPolicyFindsPodsAndEveryPodMayDoWhatItsRoleNeeds(String overlay) {
    Manifests manifests = of(overlay);
    List<NetworkPolicy> policies = manifests.all(NetworkPolicy.class);
    assertThat(policies)
        .as("nobody may do anything unless it is said")
        .anyMatch(it ->
            labels(it.getSpec().getPodSelector()).isEmpty()
                && it.getSpec().getPolicyTypes().containsAll(List.of("Ingress", "Egress"))
                && it.getSpec().getIngress().isEmpty()
                && it.getSpec().getEgress().isEmpty());
    for (NetworkPolicy policy : policies) {
      if (!(overlay.equals("production")
          && policy.getMetadata().getName().equals("judge-servers-from-judge"))) {
        assertThat(manifests.workloads())
            .as("policy " + policy.getMetadata().getName())
            .anyMatch(it -> selects(labels(policy.getSpec().getPodSelector()), it.labels()));
      }
    }
    for (Workload workload : manifests.workloads()) {
      if (workload.isOfGavel() && !workload.name().contains("stand-in")) {
        GavelConfig config = settings(manifests, gavel(workload));
        assertThat(egress(policies, workload)).as(workload.name()).contains(53, 8081);
        assertThat(egress(policies, workload))
            .as(workload.name())
            .contains(port(config.kafka().bootstrapServers()));
        boolean isWorker = !workload.name().startsWith("Job");
        assertThat(egress(policies, workload)).as(workload.name()).contains(config.web().port());
        boolean judges = config.roles().contains(Role.JUDGE) && isWorker;
        assertThat(egress(policies, workload).contains(8000)).as(workload.name()).isEqualTo(judges);
        if (config.roles().contains(Role.MONITOR) && isWorker) {
          for (URI url : config.monitor().alertmanager().url()) {
            assertThat(egress(policies, workload)).contains(url.getPort());
          }
        }
      }
    }
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static Set<Integer> egress(List<NetworkPolicy> policies, Workload workload) {
    return policies.stream()
        .filter(it -> selects(labels(it.getSpec().getPodSelector()), workload.labels()))
        .flatMap(it -> it.getSpec().getEgress().stream())
        .flatMap(it -> it.getPorts().stream())
        .map(it -> it.getPort().getIntVal())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void theJudgesAreAskedThroughTheServiceThatFindsThem(String overlay) {
    Manifests manifests = of(overlay);
    GavelConfig config =
        settings(
            manifests,
            gavel(
                workers(manifests).stream()
                    .filter(it -> it.name().endsWith("judge"))
                    .findFirst()
                    .orElseThrow()));
    URI endpoint =
        Objects.requireNonNull(config.judge().profiles().get("prometheus")).endpoints().getFirst();

    assertThat(endpoint.getScheme()).isEqualTo("dns+http");
    assertThat(manifests.all(Service.class))
        .anyMatch(it ->
            it.getMetadata().getName().equals(endpoint.getHost())
                && "None".equals(it.getSpec().getClusterIP())
                && it.getSpec().getPorts().stream()
                    .anyMatch(port -> port.getPort() == endpoint.getPort()));
  }

  @Test
  void theTopicsAreThoseOfTheCatalogueWithTheSettingsOfProduction() throws IOException {
    Manifests production = of("production");
    GavelConfig config = settings(production, gavel(workers(production).getFirst()));

    assertThat(Files.readString(K8S.resolve("topics/kafka-topics.yaml")))
        .as("made by `gavel topics manifest`; see k8s/topics/kustomization.yaml")
        .isEqualTo(TopicManifest.of(TopicDefinition.all(config.topics()), "kafka"));
    assertThat(of("topics").others())
        .hasSize(Topic.values().length)
        .allMatch(it -> it.at("/metadata/namespace").asText().equals("kafka"));
  }

  @Test
  void theRulesOfTheOperatorAreThoseOfTheComposeStack() {
    Manifests production = of("production");
    JsonNode rules =
        DeploymentFiles.document(K8S.resolve("components/monitoring/rules.yaml"))
            .at("/spec/groups");

    assertThat(rules).isEqualTo(DeploymentFiles.document(DeploymentFiles.RULES).path("groups"));
    assertThat(production.all(PrometheusRule.class))
        .singleElement()
        .satisfies(it -> assertThat(it.getSpec().getGroups()).hasSize(rules.size()));
    assertThat(production.all(ServiceMonitor.class).getFirst().getSpec().getJobLabel())
        .isEqualTo("app.kubernetes.io/name");
  }

  @Test
  void theScalingIsByTheLagOfTheJudgesGroupAndStopsWhereTheyAreFull() {
    Manifests production = of("production");
    GavelConfig config = settings(production, gavel(workers(production).getFirst()));
    JsonNode scaled =
        production.others().stream()
            .filter(it -> it.path("kind").asText().equals("ScaledObject"))
            .findFirst()
            .orElseGet(() -> fail("there is no ScaledObject"));
    Map<String, JsonNode> triggers =
        DeploymentFiles.list(scaled.at("/spec/triggers"))
            .collect(Collectors.toMap(it -> it.path("name").asText(), it -> it.path("metadata")));

    JsonNode lag = Objects.requireNonNull(triggers.get("lag"));
    assertThat(lag.path("consumerGroup").asText()).isEqualTo(config.engine().groupId());
    assertThat(lag.path("topic").asText())
        .isEqualTo(Topic.JUDGE_REQUESTS.name(config.topics().prefix()));
    assertThat(lag.path("bootstrapServers").asText()).isEqualTo(config.kafka().bootstrapServers());
    assertThat(scaled.at("/spec/maxReplicaCount").asInt())
        .isLessThanOrEqualTo(config.topics().partitions());
    assertThat(scaled.at("/spec/scaleTargetRef/name").asText()).isEqualTo("gavel-judge");
    assertThat(scaled.at("/spec/advanced/scalingModifiers/formula").asText().split("[^a-z]+", -1))
        .containsAll(triggers.keySet());
    triggers.values().stream()
        .filter(it -> it.has("query"))
        .forEach(
            it -> MetricQueriesTest.check("ScaledObject", it.path("query").asText(), List.of()));
    assertThat(production.all(StatefulSet.class))
        .filteredOn(it -> it.getMetadata().getName().equals("gavel-judge"))
        .singleElement()
        .satisfies(it -> assertThat(it.getSpec().getReplicas()).isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void theWebRoleAsksWorkersThatThereAre(String overlay) {
    Manifests manifests = of(overlay);
    Workload web =
        workers(manifests).stream()
            .filter(it -> it.name().equals("Deployment gavel-web"))
            .findFirst()
            .orElseThrow();
    List<URI> asked = settings(manifests, gavel(web)).web().workers();

    assertThat(asked).isNotEmpty();
    for (URI worker : asked) {
      String[] host = worker.getHost().split("\\.", -1);
      assertThat(worker.getPort()).isEqualTo(9400);
      assertThat(manifests.all(StatefulSet.class))
          .as(worker.toString())
          .anyMatch(it -> {
            String name = it.getMetadata().getName();
            Integer replicas = it.getSpec().getReplicas();
            // KEDA's, and at least two of them.
            int pods = replicas == null ? 2 : replicas;
            return host.length == 1
                ? host[0].equals(name)
                : host[1].equals(name)
                    && host[0].matches(name + "-\\d")
                    && Integer.parseInt(host[0].substring(name.length() + 1)) < pods;
          });
    }
  }

  @Test
  void whoeverReadsAWorkerOfProductionHasItsToken() {
    Manifests production = of("production");
    for (Workload worker : workers(production)) {
      assertThat(settings(production, gavel(worker)).web().token().isPresent())
          .as(worker.name())
          .isTrue();
    }
    assertThat(production.all(ServiceMonitor.class).getFirst().getSpec().getEndpoints())
        .singleElement()
        .satisfies(it ->
            assertThat(it.getAuthorization().getCredentials().getName()).isEqualTo("gavel-web"));
  }

  @Test
  void vllmHasAGpuRoomForTheWeightsAndTimeToStart() {
    Workload vllm =
        of("gpu").workloads().stream()
            .filter(it -> it.name().equals("StatefulSet vllm"))
            .findFirst()
            .orElseThrow();
    Container container = vllm.containers().getFirst();

    assertThat(container.getResources().getLimits()).containsKey("nvidia.com/gpu");
    assertThat(
            container.getStartupProbe().getPeriodSeconds()
                * container.getStartupProbe().getFailureThreshold())
        .isGreaterThanOrEqualTo(1_800);
    assertThat(container.getArgs())
        .containsAll(
            DeploymentFiles.list(
                    DeploymentFiles.document(Path.of("docker/compose.yaml"))
                        .at("/services/vllm/command"))
                .map(JsonNode::asText)
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "production", "gpu"})
  void everythingIsInTheNamespaceAndNothingIsThereTwice(String overlay) {
    Manifests manifests = of(overlay);

    assertThat(manifests.typed())
        .filteredOn(it -> !it.getKind().equals("Namespace"))
        .allMatch(it -> it.getMetadata().getNamespace().equals("gavel"));
    assertThat(manifests.typed().stream().map(it -> it.getKind() + it.getMetadata().getName()))
        .doesNotHaveDuplicates();
    assertThat(K8S.resolve("overlays").resolve(overlay).resolve("README.md")).exists();
  }
}
