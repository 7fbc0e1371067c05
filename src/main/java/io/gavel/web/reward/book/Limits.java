package io.gavel.web.reward.book;

import java.time.Duration;

/// What bounds the book.
///
/// @param waiting how many samples may wait for their reward
/// @param remember for how long after it was asked for a sample is remembered
/// @param outageWait how long a request waits while nobody judges
/// @param acceptPartial whether a reward without all of its rubrics is given
public record Limits(int waiting, Duration remember, Duration outageWait, boolean acceptPartial) {}
