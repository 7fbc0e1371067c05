package io.gavel.trace.otel;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.Preferred;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.context.Context;
import java.util.Locale;

/// Tells the results of evaluations: the event `gen_ai.evaluation.result` of the conventions for
/// generative AI. Its name is the rubric's id. The value is the score, and the label how it stands
/// on its scale (`4/5`); of a comparison there is only a label: `first`, `second` or `tie`.
///
/// @param log takes the events
/// @param includeContent whether the judge's words go with them
record Evaluations(Logger log, boolean includeContent) {
  /// Tells what a judge said.
  ///
  /// @param evaluated the span of what was evaluated
  void tell(Context evaluated, Feedback feedback) {
    LogRecordBuilder event =
        event(evaluated, feedback.getRubricId())
            .setAttribute(Names.RESPONSE_ID, feedback.getGenerationId())
            .setAttribute(Names.REQUEST_ID, feedback.getRequestId())
            .setAttribute(Names.APPLICATION, feedback.getApplication())
            .setAttribute(Names.MODEL, feedback.getModel())
            .setAttribute(Names.JUDGE_MODEL, feedback.getJudgement().getModel())
            .setAttribute(Names.STAND_IN, Boolean.valueOf(feedback.getJudgement().getStandIn()));
    feedback
        .getScore()
        .ifPresent(score -> {
          event.setAttribute(Names.SCORE, Double.valueOf(score.doubleValue()));
          event.setAttribute(Names.LABEL, score + "/" + feedback.getScaleMaximum());
          event.setAttribute(Names.SCALE_MINIMUM, Long.valueOf(feedback.getScaleMinimum()));
          event.setAttribute(Names.SCALE_MAXIMUM, Long.valueOf(feedback.getScaleMaximum()));
        });
    feedback.getExpectedScore().ifPresent(score -> event.setAttribute(Names.EXPECTED_SCORE, score));
    feedback.getPreferred().ifPresent(it -> event.setAttribute(Names.LABEL, label(it)));
    feedback.getComparedToId().ifPresent(other -> event.setAttribute(Names.COMPARED_TO_ID, other));
    if (includeContent) {
      event.setAttribute(Names.EXPLANATION, feedback.getFeedback());
    }
    event.emit();
  }

  /// Tells that there is no score, and why. A dead letter that does not know its rubric, since the
  /// request could not be read, is the result of no evaluation.
  ///
  /// @param evaluated the span of what was to be evaluated
  void tell(Context evaluated, DeadLetter deadLetter) {
    deadLetter
        .getRubricId()
        .ifPresent(rubricId -> {
          LogRecordBuilder event =
              event(evaluated, rubricId).setAttribute(Names.ERROR_TYPE, deadLetter.getReason());
          deadLetter.getGenerationId().ifPresent(id -> event.setAttribute(Names.RESPONSE_ID, id));
          deadLetter.getRequestId().ifPresent(id -> event.setAttribute(Names.REQUEST_ID, id));
          deadLetter.getApplication().ifPresent(it -> event.setAttribute(Names.APPLICATION, it));
          deadLetter.getModel().ifPresent(it -> event.setAttribute(Names.MODEL, it));
          event.emit();
        });
  }

  private LogRecordBuilder event(Context evaluated, String rubricId) {
    return log.logRecordBuilder()
        .setEventName(Names.EVALUATION_RESULT)
        .setContext(evaluated)
        .setAttribute(Names.EVALUATION, rubricId);
  }

  private static String label(Preferred preferred) {
    return preferred.name().toLowerCase(Locale.ROOT);
  }
}
