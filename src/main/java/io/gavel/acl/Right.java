package io.gavel.acl;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourcePattern;

/// What may be done with one resource of the cluster.
///
/// @param resource a topic, a group or a transactional id, or all whose names begin so
/// @param operations what may be done; not empty, in Kafka's order
public record Right(ResourcePattern resource, List<AclOperation> operations) {
  /// Sorts and copies.
  public Right {
    operations = List.copyOf(EnumSet.copyOf(operations));
  }

  /// @param operations what may be done; not empty
  static Right to(ResourcePattern resource, Set<AclOperation> operations) {
    return new Right(resource, List.copyOf(operations));
  }
}
