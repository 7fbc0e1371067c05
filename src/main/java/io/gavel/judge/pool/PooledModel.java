package io.gavel.judge.pool;

import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.Question;
import io.gavel.judge.model.Reply;
import java.time.Duration;

/// Asks whichever endpoint the pool gives a permit for, and tells the pool how that went.
public final class PooledModel implements JudgeModel {
  private final EndpointPool pool;

  /// @param pool the endpoints
  public PooledModel(EndpointPool pool) {
    this.pool = pool;
  }

  @Override
  public Reply ask(Question question) throws InterruptedException {
    Duration queued = question.effort().now();
    Permit permit = pool.take(question.effort().failedAt());
    question.effort().excuseTime(queued);
    try {
      Reply reply = permit.endpoint().ask(question);
      boolean down = pool.isDown();
      switch (reply) {
        case Reply.Answer _ -> permit.succeeded();
        case Reply.Refused _ -> permit.ignored();
        case Reply.Overloaded overloaded -> permit.dropped(overloaded.retryAfter());
        case Reply.Misconfigured misconfigured
            when misconfigured.suspect() == Reply.Suspect.REQUEST ->
            permit.ignored();
        case Reply.Failed _, Reply.Unavailable _ -> permit.dropped(Duration.ZERO);
      }
      if (reply instanceof Reply.Transient) {
        question.effort().failed(permit.endpoint());
      }
      // As it was before this call failed: a failure while nobody is answered is not the request's.
      return down && reply instanceof Reply.Transient failure
          ? new Reply.Unreachable(failure.detail() + ", as every endpoint did before")
          : reply;
    } finally {
      // Interrupted, or a defect: nothing is known of the endpoint.
      permit.ignored();
    }
  }
}
