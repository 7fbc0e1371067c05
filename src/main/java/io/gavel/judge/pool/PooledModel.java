package io.gavel.judge.pool;

import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.Question;
import io.gavel.judge.model.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Asks whichever endpoint the pool gives a permit for, and tells the pool how that went.
public final class PooledModel implements JudgeModel {
  private final EndpointPool pool;
  private final AtomicLong answered = new AtomicLong();

  /// @param pool the endpoints
  public PooledModel(EndpointPool pool) {
    this.pool = pool;
  }

  @Override
  public Reply ask(Question question) throws InterruptedException {
    Duration queued = question.effort().now();
    Permit permit = pool.take(question);
    question.effort().excuseTime(queued);
    try {
      Reply reply = permit.endpoint().ask(question);
      boolean down = pool.isDown();
      end(permit, reply);
      if (reply instanceof Reply.Answered) {
        answered.incrementAndGet();
      }
      if (reply instanceof Reply.Transient || reply instanceof Reply.Unavailable) {
        question.effort().failed(permit.endpoint());
      }
      // A failure while nobody is answered is not the request's: down as it was before this call
      // failed, and no answer to another since this request's last failure.
      return reply instanceof Reply.Transient failure
              && !question.effort().failedBesideAnswers(answered.get())
              && down
          ? new Reply.Unreachable(failure.detail() + ", as every endpoint did before")
          : reply;
    } finally {
      // Interrupted, or a defect: nothing is known of the endpoint.
      permit.ignored();
    }
  }

  private static void end(Permit permit, Reply reply) {
    switch (reply) {
      case Reply.Answered _ -> permit.succeeded();
      case Reply.Refused _ -> permit.ignored();
      case Reply.Overloaded overloaded ->
          permit.dropped(new Drop.Overloaded(overloaded.detail(), overloaded.retryAfter()));
      case Reply.Failed failed -> permit.dropped(new Drop.Failed(failed.detail()));
      case Reply.Unreachable unreachable -> permit.dropped(new Drop.Failed(unreachable.detail()));
      case Reply.Misconfigured misconfigured -> {
        switch (misconfigured.suspect()) {
          case SETTINGS -> permit.dropped(new Drop.Misconfigured(misconfigured.detail()));
          case EITHER -> permit.dropped(new Drop.Doubtful(misconfigured.detail()));
          case REQUEST -> permit.ignored();
        }
      }
    }
  }
}
