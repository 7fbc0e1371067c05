package io.gavel.cli.demo;

import io.gavel.judge.pool.BreakerState;
import io.gavel.judge.pool.EndpointStatus;

/// Judges as the pool lists them.
final class TestingJudges {
  private TestingJudges() {}

  static EndpointStatus closed(int port) {
    return new EndpointStatus("prometheus", url(port), BreakerState.CLOSED, 32, 3, null);
  }

  static EndpointStatus halfOpen(int port) {
    return new EndpointStatus(
        "prometheus", url(port), BreakerState.HALF_OPEN, 8, 1, url(port) + " answered 500");
  }

  static EndpointStatus open(int port) {
    return new EndpointStatus(
        "prometheus", url(port), BreakerState.OPEN, 8, 0, url(port) + " cannot be connected to");
  }

  private static String url(int port) {
    return "http://127.0.0.1:%d/v1".formatted(port);
  }
}
