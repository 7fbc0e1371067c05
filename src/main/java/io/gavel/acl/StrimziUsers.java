package io.gavel.acl;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/// Rights as `KafkaUser` resources of Strimzi's user operator (`kafka.strimzi.io/v1`), one YAML
/// document each, that signs in by SCRAM-SHA-512 with a password that the operator makes.
final class StrimziUsers {
  private static final String USER = "User:";

  private StrimziUsers() {}

  static String of(List<Grant> grants, String cluster) {
    return grants.stream()
        .map(grant -> document(grant, cluster))
        .collect(Collectors.joining("---\n"));
  }

  private static String document(Grant grant, String cluster) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        apiVersion: kafka.strimzi.io/v1
        kind: KafkaUser
        metadata:
          name: "%s"
          labels:
            strimzi.io/cluster: "%s"
        spec:
          authentication:
            type: scram-sha-512
          authorization:
            type: simple
            acls:
        """
            .formatted(name(grant.principal()), cluster));
    grant.rights().forEach(right -> text.append(acl(right)));
    return text.toString();
  }

  private static String acl(Right right) {
    return """
          - resource:
              type: %s
              name: "%s"
              patternType: %s
            operations: [%s]
    """
        .formatted(
            type(right.resource().resourceType()),
            right.resource().name(),
            right.resource().patternType() == PatternType.PREFIXED ? "prefix" : "literal",
            right.operations().stream()
                .map(StrimziUsers::operation)
                .collect(Collectors.joining(", ")));
  }

  private static String operation(AclOperation operation) {
    return SecurityUtils.operationName(operation);
  }

  private static String type(ResourceType type) {
    return switch (type) {
      case TOPIC -> "topic";
      case GROUP -> "group";
      case TRANSACTIONAL_ID -> "transactionalId";
      case CLUSTER -> "cluster";
      case DELEGATION_TOKEN, USER, ANY, UNKNOWN ->
          throw new IllegalArgumentException("Strimzi has no rights to " + type);
    };
  }

  /// The operator names the user as the resource.
  private static String name(String principal) {
    return principal.startsWith(USER) ? principal.substring(USER.length()) : principal;
  }
}
