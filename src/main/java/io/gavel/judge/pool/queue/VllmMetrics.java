package io.gavel.judge.pool.queue;

import io.gavel.judge.pool.limit.ServerQueue;
import java.util.Optional;

/// Reads vLLM's queue from the Prometheus text of its `/metrics`
/// (https://docs.vllm.ai/en/stable/design/metrics.html; text format 0.0.4). A server with several
/// engines, or models, has one sample for each: running and waiting are their sums, the cache's use
/// the highest.
final class VllmMetrics {
  private static final String RUNNING = "vllm:num_requests_running";
  private static final String WAITING = "vllm:num_requests_waiting";
  private static final String CACHE = "vllm:kv_cache_usage_perc";

  /// As it was called before vLLM 0.10.
  private static final String OLDER_CACHE = "vllm:gpu_cache_usage_perc";

  private VllmMetrics() {}

  /// The queue; empty where the text shows none.
  static Optional<ServerQueue> read(String text) {
    double running = Double.NaN;
    double waiting = Double.NaN;
    double cache = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (!line.startsWith("vllm:")) {
        continue;
      }
      String name = line.substring(0, nameEnd(line));
      double value = value(line);
      if (!Double.isFinite(value) || value < 0) {
        continue;
      }
      switch (name) {
        case RUNNING -> running = Double.isNaN(running) ? value : running + value;
        case WAITING -> waiting = Double.isNaN(waiting) ? value : waiting + value;
        case CACHE, OLDER_CACHE -> cache = Math.max(cache, value);
        default -> {}
      }
    }
    return Double.isNaN(running) || Double.isNaN(waiting)
        ? Optional.empty()
        : Optional.of(new ServerQueue(running, waiting, Math.min(cache, 1)));
  }

  private static int nameEnd(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '{' || line.charAt(i) == ' ') {
        return i;
      }
    }
    return line.length();
  }

  /// The number after the labels, whose values may hold spaces and braces; NaN where there is none.
  private static double value(String line) {
    String rest = line.substring(Math.max(line.lastIndexOf('}') + 1, nameEnd(line))).strip();
    int end = rest.indexOf(' ');
    try {
      return Double.parseDouble(end < 0 ? rest : rest.substring(0, end));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
