package io.gavel.simulator.model;

import java.time.Duration;

/// A job that is done.
///
/// @param job the job
/// @param cachedTokens how many tokens of its prompt were in the prefix cache
/// @param queued how long it waited for a slot
/// @param firstToken the time from its submission to its first token
/// @param total the time from its submission to its last token
public record Finished(
    Job job, int cachedTokens, Duration queued, Duration firstToken, Duration total) {}
