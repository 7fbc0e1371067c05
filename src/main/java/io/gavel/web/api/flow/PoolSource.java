package io.gavel.web.api.flow;

import java.util.List;

/// Knows the endpoints of this worker's judges. For any thread.
@FunctionalInterface
public interface PoolSource {
  /// How they are doing now.
  Pool now();

  /// All endpoints.
  ///
  /// @param waiting requests that wait for a free endpoint
  /// @param refused calls that were refused, since the worker started
  record Pool(List<Endpoint> endpoints, long waiting, double refused) {
    /// Where no judge is.
    public static final Pool NONE = new Pool(List.of(), 0, 0);

    /// Copies.
    public Pool {
      endpoints = List.copyOf(endpoints);
    }
  }

  /// One endpoint.
  ///
  /// @param profile the judge profile's name
  /// @param address its base URL without credentials
  /// @param state of its breaker: `closed`, `open` or `half_open`
  /// @param limit calls that it may have under way
  /// @param inFlight calls that it has under way
  /// @param calls that have ended, since the worker started
  /// @param tokens of prompts and answers, since the worker started
  /// @param standIn whether no model is behind it
  record Endpoint(
      String profile,
      String address,
      String state,
      int limit,
      int inFlight,
      double calls,
      double tokens,
      boolean standIn) {}
}
