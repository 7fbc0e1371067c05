package io.gavel;

import io.gavel.enrich.decision.Selecting;
import io.gavel.enrich.decision.Validity;
import io.gavel.judge.pool.BreakerState;
import io.gavel.judge.pool.EndpointStatus;
import io.gavel.schema.Generation;
import io.gavel.schema.Policy;
import io.gavel.web.reward.feed.Judging;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the other roles know of how trainers' samples are judged: the enrich role's decisions, and
/// the judges of this worker. For any thread.
final class TrainerJudging implements Judging {
  private final Supplier<List<EndpointStatus>> endpoints;

  /// @param endpoints the judges of this worker now; empty where it does not judge
  TrainerJudging(Supplier<List<EndpointStatus>> endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public Optional<String> refusal(Generation sample, Collection<Policy> policies) {
    String problem = Validity.generation(sample, bytes(sample));
    if (problem != null) {
      return Optional.of(problem);
    }
    List<Policy> usable =
        policies.stream()
            .filter(policy -> Validity.policy(policy.getPolicyId(), policy, 0) == null)
            .toList();
    return switch (Selecting.select(sample, usable)) {
      case Selecting.Selected.By _ -> Optional.empty();
      case Selecting.Selected.Not(Selecting.Why why) -> Optional.of(text(why, sample));
    };
  }

  @Override
  public Optional<String> outage() {
    List<EndpointStatus> now = endpoints.get();
    return !now.isEmpty()
            && now.stream().noneMatch(endpoint -> endpoint.state() == BreakerState.CLOSED)
        ? Optional.of("no judge answers now")
        : Optional.empty();
  }

  private static String text(Selecting.Why why, Generation sample) {
    return switch (why) {
      case NO_POLICY ->
          "no policy selects the application '%s' (web.get_reward.application): `gavel apply` one"
              .formatted(sample.getApplication());
      case FILTERED ->
          "the policies of the application '%s' select neither the model '%s' nor samples without tags"
              .formatted(sample.getApplication(), sample.getModel());
      case NOT_SAMPLED ->
          "the sampling_rate of the policies of the application '%s' leaves it out: a trainer's needs 1"
              .formatted(sample.getApplication());
      case NO_LONGER_SELECTED -> why.code();
    };
  }

  /// About the size of its record.
  private static int bytes(Generation sample) {
    return length(sample.getInstruction())
        + length(sample.getResponse())
        + length(sample.getReferenceAnswer().orElse(""));
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
