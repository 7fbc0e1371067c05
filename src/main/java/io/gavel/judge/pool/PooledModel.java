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
    Permit permit = pool.take();
    try {
      Reply reply = permit.endpoint().ask(question);
      switch (reply) {
        case Reply.Answer _ -> permit.succeeded();
        case Reply.Refused _ -> permit.ignored();
        case Reply.Overloaded overloaded -> permit.dropped(overloaded.retryAfter());
        case Reply.Failed _, Reply.Unavailable _ -> permit.dropped(Duration.ZERO);
      }
      return reply;
    } finally {
      // Interrupted, or a defect: nothing is known of the endpoint.
      permit.ignored();
    }
  }
}
