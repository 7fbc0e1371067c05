package io.gavel.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/// Kafka's own authorizer, which also remembers what it was asked. Made by the broker from its
/// name, once as a broker and once as a controller.
public final class RecordingAuthorizer extends StandardAuthorizer {
  private static final Set<Asked> ASKED = ConcurrentHashMap.newKeySet();
  private static final Map<String, AuthorizableRequestContext> CONTEXTS = new ConcurrentHashMap<>();

  /// For the broker.
  public RecordingAuthorizer() {}

  /// One question.
  ///
  /// @param user who, without the type
  /// @param operation what was to be done
  /// @param resource with what
  /// @param told whether a refusal is told: it is not where a list only leaves out what one may not
  ///   see
  /// @param allowed the answer
  record Asked(
      String user,
      AclOperation operation,
      ResourcePattern resource,
      boolean told,
      boolean allowed) {
    Action action() {
      return new Action(operation, resource, 1, true, told);
    }
  }

  static void forget() {
    ASKED.clear();
    CONTEXTS.clear();
  }

  /// What was asked about one user.
  static List<Asked> asked(String user) {
    return ASKED.stream().filter(it -> it.user().equals(user)).toList();
  }

  /// A request of that user.
  static AuthorizableRequestContext context(String user) {
    return Objects.requireNonNull(CONTEXTS.get(user), "nothing was asked about " + user);
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    List<AuthorizationResult> results = super.authorize(context, actions);
    String user = context.principal().getName();
    CONTEXTS.putIfAbsent(user, context);
    List<Action> copy = new ArrayList<>(actions);
    for (int i = 0; i < copy.size(); i++) {
      Action action = copy.get(i);
      ASKED.add(
          new Asked(
              user,
              action.operation(),
              action.resourcePattern(),
              action.logIfDenied(),
              results.get(i) == AuthorizationResult.ALLOWED));
    }
    return results;
  }
}
