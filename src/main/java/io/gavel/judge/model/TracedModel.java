package io.gavel.judge.model;

import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.trace.CallTrace;
import io.gavel.trace.ModelCall;
import java.net.URI;

/// Tells each call of one endpoint to the trace of its question, and the endpoint where in that
/// trace it is.
public final class TracedModel implements JudgeModel {
  private final JudgeModel next;
  private final URI endpoint;
  private final JudgeProfile profile;

  /// @param next what is asked
  /// @param endpoint its base URL
  /// @param profile the model and how it is asked
  public TracedModel(JudgeModel next, URI endpoint, JudgeProfile profile) {
    this.next = next;
    this.endpoint = endpoint;
    this.profile = profile;
  }

  @Override
  public Reply ask(Question question) throws InterruptedException {
    CallTrace call = question.trace().calling(call(question));
    try {
      Reply reply = next.ask(question.within(call.context()));
      ended(call, reply);
      return reply;
    } catch (InterruptedException | RuntimeException | Error e) {
      call.failed(e instanceof InterruptedException ? "cancelled" : e.getClass().getName());
      throw e;
    }
  }

  private ModelCall call(Question question) {
    return new ModelCall(
        switch (question.prompt()) {
          case Prompt.Chat _ -> "chat";
          case Prompt.Text _ -> "text_completion";
          // The conventions have no name for a reward model that gives numbers.
          case Prompt.Input _ -> "score";
        },
        profile.model(),
        endpoint,
        question.sampling().answers(),
        question.sampling().maxTokens(),
        profile.temperature(),
        profile.topP());
  }

  private static void ended(CallTrace call, Reply reply) {
    switch (reply) {
      case Reply.Answered answered ->
          call.answered(
              answered.model(),
              answered.answers().stream().map(TracedModel::finishReason).toList(),
              answered.promptTokens(),
              answered.completionTokens());
      case Reply.Refused _ -> call.failed("refused");
      case Reply.Overloaded _ -> call.failed("overloaded");
      case Reply.Failed _ -> call.failed("failed");
      case Reply.Unreachable _ -> call.failed("unreachable");
      case Reply.Misconfigured _ -> call.failed("misconfigured");
    }
  }

  private static String finishReason(Answer answer) {
    return answer instanceof Answer.Written written && written.cutOff() ? "length" : "stop";
  }
}
