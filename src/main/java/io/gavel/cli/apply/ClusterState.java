package io.gavel.cli.apply;

import io.gavel.schema.Policy;
import io.gavel.schema.Rubric;
import java.util.Map;

/// What the cluster has now. References are left out: there may be millions, and comparing a few
/// with all of them would mean to read all of them.
///
/// @param rubrics the newest of every id
/// @param policies the newest of every id
public record ClusterState(Map<String, Rubric> rubrics, Map<String, Policy> policies) {
  /// Copies.
  public ClusterState {
    rubrics = Map.copyOf(rubrics);
    policies = Map.copyOf(policies);
  }
}
