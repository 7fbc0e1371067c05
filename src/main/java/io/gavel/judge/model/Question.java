package io.gavel.judge.model;

import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.exchange.Sampling;
import io.gavel.schema.Priority;
import org.jspecify.annotations.Nullable;

/// What a judge model is asked. Its text form holds no prompt, so that none can reach a log.
///
/// @param prompt what it is shown
/// @param sampling how answers are drawn
/// @param effort what may be and has been spent on getting an answer
/// @param priority how urgent it is
/// @param affinity what questions with a common beginning have in common, so that they can be asked
///   where that is cached; null where there are no others
public record Question(
    Prompt prompt,
    Sampling sampling,
    Effort effort,
    Priority priority,
    @Nullable String affinity) {}
