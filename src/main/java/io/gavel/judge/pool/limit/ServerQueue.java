package io.gavel.judge.pool.limit;

/// What a server says of its own load, all its clients together.
///
/// @param running requests it works on
/// @param waiting requests in its queue
/// @param cacheUsage the share of its cache that is in use, 0 to 1; 0 where it does not say
public record ServerQueue(double running, double waiting, double cacheUsage) {}
