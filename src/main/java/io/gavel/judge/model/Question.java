package io.gavel.judge.model;

import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import io.gavel.schema.Priority;
import io.gavel.trace.AskingTrace;
import io.gavel.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/// What a judge model is asked. Its text form holds no prompt, so that none can reach a log.
///
/// @param prompt what it is shown
/// @param sampling how answers are drawn
/// @param effort what may be and has been spent on getting an answer
/// @param priority how urgent it is
/// @param affinity what questions with a common beginning have in common, so that they can be asked
///   where that is cached; null where there are no others
/// @param trace what the calls for it belong to
/// @param context where in a trace it is asked
public record Question(
    Prompt prompt,
    Sampling sampling,
    Effort effort,
    Priority priority,
    @Nullable String affinity,
    AskingTrace trace,
    TraceContext context) {
  /// The same, asked elsewhere in its trace.
  public Question within(TraceContext call) {
    return new Question(prompt, sampling, effort, priority, affinity, trace, call);
  }
}
