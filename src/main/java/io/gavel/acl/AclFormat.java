package io.gavel.acl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// In which form rights are written.
public enum AclFormat {
  /// Commands of Kafka's own `kafka-acls.sh`.
  KAFKA_ACLS("kafka-acls") {
    @Override
    public String write(List<Grant> grants, Target target) {
      return KafkaAclsCommands.of(grants, target.bootstrapServers());
    }
  },
  /// One JSON array, for other tools.
  JSON("json") {
    @Override
    public String write(List<Grant> grants, Target target) {
      return AclJson.of(grants);
    }
  },
  /// `KafkaUser` resources of Strimzi's user operator.
  STRIMZI("strimzi") {
    @Override
    public String write(List<Grant> grants, Target target) {
      return StrimziUsers.of(grants, target.cluster());
    }
  };

  private final String text;

  AclFormat(String text) {
    this.text = text;
  }

  /// Where the rights are to hold.
  ///
  /// @param bootstrapServers the cluster's address, `host:port`
  /// @param cluster the name of its `Kafka` resource, where it is one of Strimzi's
  public record Target(String bootstrapServers, String cluster) {}

  /// The one of this name; empty where there is none.
  public static Optional<AclFormat> named(String text) {
    return Arrays.stream(values()).filter(it -> it.text.equals(text)).findFirst();
  }

  /// All names, for messages.
  public static String names() {
    return Arrays.stream(values()).map(it -> it.text).collect(Collectors.joining(", "));
  }

  /// The rights in this form, with a line break at the end.
  public abstract String write(List<Grant> grants, Target target);
}
