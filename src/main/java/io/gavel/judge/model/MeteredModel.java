package io.gavel.judge.model;

import io.gavel.metric.JudgeMeters;

/// Counts and times the calls of one endpoint.
public final class MeteredModel implements JudgeModel {
  private final JudgeModel next;
  private final String endpoint;
  private final JudgeMeters meters;

  /// @param next what is asked
  /// @param endpoint its base URL without credentials
  /// @param meters takes the numbers
  public MeteredModel(JudgeModel next, String endpoint, JudgeMeters meters) {
    this.next = next;
    this.endpoint = endpoint;
    this.meters = meters;
  }

  @Override
  public Reply ask(Question question) throws InterruptedException {
    try (JudgeMeters.Call call = meters.calling(endpoint)) {
      Reply reply = next.ask(question);
      call.ended(outcome(reply));
      if (reply instanceof Reply.Answered answer) {
        meters.tokens(endpoint, answer.promptTokens(), answer.completionTokens());
      }
      return reply;
    }
  }

  private static String outcome(Reply reply) {
    return switch (reply) {
      case Reply.Answered _ -> "answer";
      case Reply.Refused _ -> "refused";
      case Reply.Overloaded _ -> "overloaded";
      case Reply.Failed _ -> "failed";
      case Reply.Unreachable _ -> "unreachable";
      case Reply.Misconfigured _ -> "misconfigured";
    };
  }
}
