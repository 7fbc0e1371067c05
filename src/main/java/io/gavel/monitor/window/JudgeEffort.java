package io.gavel.monitor.window;

import io.gavel.schema.ObservedEffort;

/// What tells of the judge itself and not of what it judges, as plain means over feedbacks: a worse
/// judge is to be told from a worse product.
///
/// @param latencyMillis from the first call to the last answer
/// @param completionTokens of those feedbacks of which the server said
/// @param feedbackLength of its words, in characters
/// @param sampleAgreement of those feedbacks that are of several samples
public record JudgeEffort(
    Average latencyMillis,
    Average completionTokens,
    Average feedbackLength,
    Average sampleAgreement) {
  /// Of no feedback.
  public static final JudgeEffort NONE =
      new JudgeEffort(Average.NONE, Average.NONE, Average.NONE, Average.NONE);

  /// Of one feedback.
  static JudgeEffort of(ObservedEffort effort) {
    return new JudgeEffort(
        Average.of((double) effort.getLatencyMillis()),
        effort.getCompletionTokens().map(Average::of).orElse(Average.NONE),
        Average.of(effort.getFeedbackLength()),
        effort.getSampleAgreement().map(Average::of).orElse(Average.NONE));
  }

  /// Of the feedbacks of both.
  public JudgeEffort merge(JudgeEffort other) {
    return new JudgeEffort(
        latencyMillis.merge(other.latencyMillis),
        completionTokens.merge(other.completionTokens),
        feedbackLength.merge(other.feedbackLength),
        sampleAgreement.merge(other.sampleAgreement));
  }
}
