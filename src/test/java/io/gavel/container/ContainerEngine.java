package io.gavel.container;

import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/// Skips a test where no container engine answers, and says why.
final class ContainerEngine implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Map<String, String> environment = System.getenv();
    String missing = environment.get("CONTAINERS_MISSING");
    if (missing != null) {
      return ConditionEvaluationResult.disabled("no container engine: " + missing);
    }
    return DockerClientFactory.instance().isDockerAvailable()
        ? ConditionEvaluationResult.enabled("a container engine answers")
        : ConditionEvaluationResult.disabled(
            "no container engine answers at "
                + environment.getOrDefault("DOCKER_HOST", "the usual place")
                + "; eval \"$(.ci/containers)\" gets one");
  }
}
