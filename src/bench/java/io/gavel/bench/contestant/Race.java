package io.gavel.bench.contestant;

import io.gavel.bench.broker.Track;
import io.gavel.bench.load.Pool;

/// What one contestant is given for one run.
///
/// @param track the topics
/// @param pool the simulated judges
/// @param inFlight how many requests it may have with them at once
/// @param run unique; names its consumer group and its transactional id
public record Race(Track track, Pool pool, int inFlight, String run) {}
