package io.gavel.judge.model;

import java.util.concurrent.atomic.AtomicLong;

/// Tells a server that takes no request from one, such as a gateway with a firewall, that does not
/// take this request: whether it answers others meanwhile. For one endpoint.
public final class SuspectingModel implements JudgeModel {
  /// So often others are answered in between before the request itself is held to be refused.
  private static final int ROUNDS = 3;

  private final JudgeModel next;
  private final AtomicLong answered = new AtomicLong();

  /// @param next the endpoint
  public SuspectingModel(JudgeModel next) {
    this.next = next;
  }

  @Override
  public Reply ask(Question question) throws InterruptedException {
    Reply reply = next.ask(question);
    if (reply instanceof Reply.Answered) {
      answered.incrementAndGet();
    }
    if (!(reply instanceof Reply.Misconfigured(String detail, Reply.Suspect suspect))
        || suspect != Reply.Suspect.EITHER) {
      return reply;
    }
    int rounds = question.effort().refused(this, answered.get());
    if (rounds == 0) {
      return reply;
    }
    return rounds < ROUNDS
        ? new Reply.Misconfigured(detail, Reply.Suspect.REQUEST)
        : new Reply.Refused(
            false, detail + "; other requests were answered meanwhile", null, false);
  }
}
