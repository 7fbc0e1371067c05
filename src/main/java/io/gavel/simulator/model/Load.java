package io.gavel.simulator.model;

import java.time.Duration;

/// How busy a server is.
///
/// @param slots how many jobs run at once at most
/// @param running how many run
/// @param waiting how many wait for a slot
/// @param heldTokens the tokens that the running jobs hold in memory at their end
/// @param busy the time all slots together have been running jobs: over slots and time it is the
///   saturation
public record Load(int slots, int running, int waiting, long heldTokens, Duration busy) {}
