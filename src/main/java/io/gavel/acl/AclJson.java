package io.gavel.acl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/// Rights as JSON: an array with one object for each resource of each grant.
final class AclJson {
  private static final JsonMapper JSON = new JsonMapper();

  private AclJson() {}

  static String of(List<Grant> grants) {
    ArrayNode all = JSON.createArrayNode();
    for (Grant grant : grants) {
      for (Right right : grant.rights()) {
        ObjectNode one = all.addObject();
        one.put("role", grant.duty().text());
        one.put("principal", grant.principal());
        one.put("host", "*");
        one.put("permission", "allow");
        one.put("resource_type", lower(right.resource().resourceType()));
        one.put("pattern_type", lower(right.resource().patternType()));
        one.put("resource_name", right.resource().name());
        ArrayNode operations = one.putArray("operations");
        right.operations().forEach(it -> operations.add(lower(it)));
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts can always be written", e);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
