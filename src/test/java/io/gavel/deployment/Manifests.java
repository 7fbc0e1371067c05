package io.gavel.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What kustomize makes of an overlay, with types; a field that Kubernetes does not know is an
/// error.
///
/// @param typed what has a type here
/// @param others custom resources without one
record Manifests(List<HasMetadata> typed, List<JsonNode> others) {
  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.ofEntries(
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("apps/v1/StatefulSet", StatefulSet.class),
          Map.entry("batch/v1/Job", Job.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

  /// The models keep fields that they do not know; here such a field is a mistake.
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return (annotated instanceof AnnotatedMember member
                          && member.getName().equals("setAdditionalProperty"))
                      ? Boolean.FALSE
                      : super.hasAnySetter(annotated);
                }
              })
          .build();

  /// What runs.
  ///
  /// @param name its kind and name
  /// @param template its pods
  record Workload(String name, PodTemplateSpec template) {
    List<Container> containers() {
      List<Container> all = new ArrayList<>(template.getSpec().getInitContainers());
      all.addAll(template.getSpec().getContainers());
      return all;
    }

    Map<String, String> labels() {
      return template.getMetadata().getLabels();
    }

    boolean isOfGavel() {
      return containers().stream().anyMatch(it -> it.getName().equals("gavel"));
    }
  }

  static Manifests read(Path file) {
    List<HasMetadata> typed = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode document : DeploymentFiles.documents(file)) {
      String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
      Class<? extends HasMetadata> type = TYPES.get(kind);
      if (type == null) {
        others.add(document);
      } else {
        typed.add(typed(document, type));
      }
    }
    return new Manifests(typed, others);
  }

  private static HasMetadata typed(JsonNode document, Class<? extends HasMetadata> type) {
    try {
      return STRICT.treeToValue(document, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(document.at("/metadata/name").asText(), e);
    }
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return typed.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<Workload> workloads() {
    List<Workload> workloads = new ArrayList<>();
    for (HasMetadata resource : typed) {
      PodTemplateSpec template =
          switch (resource) {
            case Deployment it -> it.getSpec().getTemplate();
            case StatefulSet it -> it.getSpec().getTemplate();
            case Job it -> it.getSpec().getTemplate();
            default -> null;
          };
      if (template != null) {
        workloads.add(
            new Workload(resource.getKind() + " " + resource.getMetadata().getName(), template));
      }
    }
    return workloads;
  }

  /// The environment of a container: config maps, then its own; a secret's value is made of its
  /// key, and a pod's name is `pod-0`.
  Map<String, String> environment(Container container) {
    Map<String, String> environment = new LinkedHashMap<>();
    container
        .getEnvFrom()
        .forEach(from -> environment.putAll(configMap(from.getConfigMapRef().getName()).getData()));
    container
        .getEnv()
        .forEach(it -> {
          String value = it.getValue();
          if (value == null && it.getValueFrom().getSecretKeyRef() != null) {
            value = "secret-" + it.getValueFrom().getSecretKeyRef().getKey();
          }
          environment.put(it.getName(), value == null ? "pod-0" : value);
        });
    return environment;
  }

  ConfigMap configMap(String name) {
    return all(ConfigMap.class).stream()
        .filter(it -> it.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no ConfigMap " + name));
  }
}
