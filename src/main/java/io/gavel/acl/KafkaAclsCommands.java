package io.gavel.acl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/// Rights as commands of `kafka-acls.sh`, one for all resources of a kind with which the same may
/// be done: each command starts a JVM.
final class KafkaAclsCommands {
  private static final String BREAK = " \\\n  ";

  private KafkaAclsCommands() {}

  private record Group(ResourceType type, PatternType pattern, List<AclOperation> operations) {}

  static String of(List<Grant> grants, String bootstrapServers) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# admin.properties holds what an administrator's client needs: security.*, sasl.*.\n");
    for (Grant grant : grants) {
      text.append("\n# ").append(grant.duty().text()).append('\n');
      Map<Group, List<String>> names = new LinkedHashMap<>();
      for (Right right : grant.rights()) {
        names
            .computeIfAbsent(
                new Group(
                    right.resource().resourceType(),
                    right.resource().patternType(),
                    right.operations()),
                _ -> new ArrayList<>())
            .add(right.resource().name());
      }
      names.forEach((group, resources) ->
          text.append(command(grant.principal(), group, resources, bootstrapServers)).append('\n'));
    }
    return text.toString();
  }

  private static String command(
      String principal, Group group, List<String> names, String bootstrapServers) {
    StringJoiner command = new StringJoiner(BREAK);
    command.add(
        "kafka-acls.sh --bootstrap-server %s --command-config admin.properties --add"
            .formatted(quoted(bootstrapServers)));
    StringJoiner rest = new StringJoiner(" ");
    rest.add("--allow-principal " + quoted(principal));
    group.operations().forEach(it -> rest.add("--operation " + SecurityUtils.operationName(it)));
    if (group.pattern() == PatternType.PREFIXED) {
      rest.add("--resource-pattern-type prefixed");
    }
    command.add(rest.toString());
    names.forEach(name -> command.add(option(group.type()) + " " + quoted(name)));
    return command.toString();
  }

  private static String option(ResourceType type) {
    return switch (type) {
      case TOPIC -> "--topic";
      case GROUP -> "--group";
      case TRANSACTIONAL_ID -> "--transactional-id";
      case CLUSTER -> "--cluster";
      case DELEGATION_TOKEN -> "--delegation-token";
      case USER -> "--user-principal";
      case ANY, UNKNOWN -> throw new IllegalArgumentException("no right is to " + type);
    };
  }

  /// One word to a POSIX shell, whatever stands in it.
  private static String quoted(String word) {
    return word.matches("[a-zA-Z0-9._:,/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
