package io.gavel.deadletter;

import java.util.Locale;

/// Why a record became a dead letter; the codes are part of the contract of the topic.
public enum Reason {
  /// Its bytes cannot be read.
  UNREADABLE_RECORD,
  /// A field holds what it may not hold.
  INVALID_RECORD,
  /// A rubric it needs did not come in time.
  RUBRIC_MISSING,
  /// The reference answer its rubric requires did not come in time, or it names none.
  REFERENCE_MISSING,
  /// Its rubric is of a mode that is not judged here.
  UNSUPPORTED_RUBRIC,
  /// Its rubric compares two responses, and it names no candidate group.
  NO_CANDIDATE_GROUP,
  /// No other generation of its candidate group came in time.
  LONE_CANDIDATE,
  /// It came after the pairs of its candidate group had been made.
  GROUP_CLOSED,
  /// Its instruction or conversation is not that of its candidate group.
  INSTRUCTION_DIFFERS,
  /// Its rubric names a judge profile that the settings do not have.
  UNKNOWN_PROFILE,
  /// The judge's answer holds no score that can be read.
  UNREADABLE_ANSWER,
  /// The judge's answer was cut off at the token limit.
  ANSWER_CUT_OFF,
  /// The prompt is longer than the judge's context.
  CONTEXT_TOO_LONG,
  /// The judge refused the request as bad.
  REFUSED_BY_JUDGE,
  /// The judge failed until the budget of attempts or time was spent.
  RETRIES_EXHAUSTED,
  /// A defect in Gavel.
  INTERNAL_ERROR,
  /// Its outcome is larger than the broker takes.
  OUTCOME_TOO_LARGE;

  /// The code in the dead letter.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
