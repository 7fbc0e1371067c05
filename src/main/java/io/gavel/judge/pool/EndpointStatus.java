package io.gavel.judge.pool;

import org.jspecify.annotations.Nullable;

/// How an endpoint is doing, for people to look at.
///
/// @param profile the judge profile's name
/// @param endpoint its base URL without credentials
/// @param state whether it gets calls
/// @param limit the calls it may have under way
/// @param inFlight the calls it has under way
/// @param cause why it gets fewer than that or none; null where it does not
public record EndpointStatus(
    String profile,
    String endpoint,
    BreakerState state,
    int limit,
    int inFlight,
    @Nullable String cause) {}
