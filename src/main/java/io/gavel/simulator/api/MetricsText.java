package io.gavel.simulator.api;

import io.gavel.simulator.api.serving.ReplicaMeters;
import io.gavel.simulator.model.Load;
import io.gavel.simulator.settings.SimulatorSettings;
import java.util.Locale;

/// The metrics of one replica in Prometheus's text format, under vLLM's names and labels (vLLM's
/// documentation, "Production Metrics"; the counters' `_total` is what its client library adds).
final class MetricsText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();
  private final String labels;

  private MetricsText(String model) {
    this.labels = "engine=\"0\",model_name=\"" + escaped(model) + "\"";
  }

  static String of(SimulatorSettings settings, Load load, ReplicaMeters meters) {
    MetricsText all = new MetricsText(settings.model());
    all.gauge(
        "num_requests_running", "Number of requests in model execution batches.", load.running());
    all.gauge(
        "num_requests_waiting", "Number of requests waiting to be processed.", load.waiting());
    int capacity = settings.serving().cacheTokens();
    all.gauge(
        "kv_cache_usage_perc",
        "KV-cache usage. 1 means 100 percent usage.",
        capacity == 0 ? 0 : Math.min(1, (double) load.heldTokens() / capacity));
    all.counter(
        "prefix_cache_queries",
        "Prefix cache queries, in terms of number of queried tokens.",
        meters.promptTokens.sum());
    all.counter(
        "prefix_cache_hits",
        "Prefix cache hits, in terms of number of cached tokens.",
        meters.cachedTokens.sum());
    all.counter("prompt_tokens", "Number of prefill tokens processed.", meters.promptTokens.sum());
    all.counter(
        "generation_tokens",
        "Number of generation tokens processed.",
        meters.generationTokens.sum());
    all.family("request_success", "counter", "Count of successfully processed requests.");
    all.sample("request_success_total", ",finished_reason=\"stop\"", meters.stopped.sum());
    all.sample("request_success_total", ",finished_reason=\"length\"", meters.cutOff.sum());
    all.sample("request_success_total", ",finished_reason=\"abort\"", meters.aborted.sum());
    return all.text.toString();
  }

  private void gauge(String name, String help, double value) {
    family(name, "gauge", help);
    sample(name, "", value);
  }

  private void counter(String name, String help, long value) {
    family(name, "counter", help);
    sample(name + "_total", "", value);
  }

  private void family(String name, String type, String help) {
    String whole = "vllm:" + name + (type.equals("counter") ? "_total" : "");
    text.append("# HELP ").append(whole).append(' ').append(help).append(" (stand-in)\n");
    text.append("# TYPE ").append(whole).append(' ').append(type).append('\n');
  }

  private void sample(String name, String moreLabels, Number value) {
    text.append(
        String.format(
            Locale.ROOT, "vllm:%s{%s%s} %s\n", name, labels, moreLabels, value.doubleValue()));
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
