package io.gavel.acl;

import io.gavel.topic.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// Rights as they are gathered: what is asked of one resource several times is one right. For one
/// thread.
final class RightList {
  private final String prefix;
  private final Map<ResourcePattern, Set<AclOperation>> rights = new LinkedHashMap<>();

  /// @param prefix the topics'
  RightList(String prefix) {
    this.prefix = prefix;
  }

  RightList read(Topic... topics) {
    return topics(AclOperation.READ, topics);
  }

  RightList write(Topic... topics) {
    return topics(AclOperation.WRITE, topics);
  }

  RightList topics(AclOperation operation, Topic... topics) {
    Arrays.stream(topics).forEach(topic -> topic(topic.name(prefix), operation));
    return this;
  }

  private void topic(String name, AclOperation operation) {
    add(ResourceType.TOPIC, name, PatternType.LITERAL, operation);
  }

  /// Topics whose names begin so.
  RightList topicsFrom(String beginning, AclOperation... operations) {
    return add(ResourceType.TOPIC, beginning, PatternType.PREFIXED, operations);
  }

  RightList group(String name, AclOperation operation) {
    return add(ResourceType.GROUP, name, PatternType.LITERAL, operation);
  }

  RightList transaction(String id, PatternType pattern) {
    return add(ResourceType.TRANSACTIONAL_ID, id, pattern, AclOperation.WRITE);
  }

  private RightList add(
      ResourceType type, String name, PatternType pattern, AclOperation... operations) {
    rights
        .computeIfAbsent(
            new ResourcePattern(type, name, pattern), _ -> EnumSet.noneOf(AclOperation.class))
        .addAll(List.of(operations));
    return this;
  }

  List<Right> list() {
    return rights.entrySet().stream().map(it -> Right.to(it.getKey(), it.getValue())).toList();
  }
}
