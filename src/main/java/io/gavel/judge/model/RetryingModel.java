package io.gavel.judge.model;

import io.gavel.metric.JudgeMeters;
import java.time.Duration;

/// Asks again after a transient failure, within the question's effort. It stands above the pool, so
/// no permit is held while it pauses. A server's `Retry-After` is the pool's to heed: that endpoint
/// rests, and another may take the request meanwhile.
public final class RetryingModel implements JudgeModel {
  private final JudgeModel next;
  private final Backoff backoff;
  private final Pauses pauses;
  private final JudgeMeters meters;

  /// @param next what is asked
  /// @param backoff the pauses
  /// @param pauses how to wait
  /// @param meters counts the retries
  public RetryingModel(JudgeModel next, Backoff backoff, Pauses pauses, JudgeMeters meters) {
    this.next = next;
    this.backoff = backoff;
    this.pauses = pauses;
    this.meters = meters;
  }

  /// The first reply that is no transient failure, or the last one of those.
  @Override
  public Reply ask(Question question) throws InterruptedException {
    for (int retry = 0; ; retry++) {
      Reply reply = next.ask(question);
      if (!(reply instanceof Reply.Transient failure)) {
        return reply;
      }
      Duration pause = backoff.pause(retry);
      if (!question.effort().allows(pause)) {
        return reply;
      }
      meters.retried(cause(failure));
      pauses.pause(pause);
    }
  }

  private static String cause(Reply.Transient failure) {
    return switch (failure) {
      case Reply.Overloaded _ -> "overloaded";
      case Reply.Failed _ -> "failed";
    };
  }
}
