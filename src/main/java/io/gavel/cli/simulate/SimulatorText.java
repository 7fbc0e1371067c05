package io.gavel.cli.simulate;

import io.gavel.simulator.ReplicaStatus;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.settings.SimulatorSettings;
import io.gavel.simulator.settings.Timing;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// What a pool of simulated judges says of itself, as lines. Pure.
public final class SimulatorText {
  private static final double NANOS_PER_SECOND = 1e9;

  private SimulatorText() {}

  /// What has been started, and how to use it.
  ///
  /// @param endpoints the replicas' base URLs
  /// @param control where the pool is controlled
  public static List<String> started(SimulatorSettings settings, List<URI> endpoints, URI control) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Stand-in judges without a model: they answer in a judge's format and speak vLLM's HTTP");
    lines.add("interface, and their scores say nothing about what they judge.");
    lines.add("");
    for (int i = 0; i < endpoints.size(); i++) {
      lines.add("  judge %-3d %s".formatted(i + 1, endpoints.get(i)));
    }
    lines.add("  model     " + settings.model());
    lines.add("  slots     " + slots(settings));
    lines.add("  time      " + time(settings));
    for (Fault fault : settings.faults()) {
      lines.add("  fault     " + fault.text());
    }
    lines.add("");
    lines.add("Control them from another terminal:");
    lines.add("");
    lines.add("  curl %s/judges".formatted(control));
    lines.add("  curl -X POST %s/judges/1/stop".formatted(control));
    lines.add("  curl -X POST %s/judges/1/start".formatted(control));
    lines.add("  curl -X POST '%s/judges/1/slots?count=8'".formatted(control));
    lines.add("  curl -X PUT --data 'error-503:rate=0.2' %s/faults".formatted(control));
    lines.add("");
    lines.add("In gavel.yaml:");
    lines.add("");
    lines.addAll(profile(settings, endpoints));
    lines.add("");
    return lines;
  }

  private static List<String> profile(SimulatorSettings settings, List<URI> endpoints) {
    String urls = endpoints.stream().map(URI::toString).collect(Collectors.joining(", "));
    List<String> lines = new ArrayList<>();
    lines.add("  judge:");
    lines.add("    profiles:");
    lines.add("      prometheus:");
    lines.add("        endpoints: [%s]".formatted(urls));
    lines.add("        model: " + settings.model());
    if (settings.apiKey().isPresent()) {
      lines.add("        api_key: ${env:JUDGE_KEY}   # the simulator's api_key");
    }
    lines.add("        stand_in: true");
    return lines;
  }

  private static String slots(SimulatorSettings settings) {
    int queue = settings.serving().maxQueued();
    return "%d each; %s"
        .formatted(
            settings.serving().slots(),
            queue == 0
                ? "any number waits"
                : "%d wait, then %d".formatted(queue, settings.serving().overloadStatus()));
  }

  private static String time(SimulatorSettings settings) {
    if (settings.timing() == Timing.LATENCY) {
      return "a median of %d ms, up to %d ms"
          .formatted(settings.latency().median().toMillis(), settings.latency().cap().toMillis());
    }
    return String.format(
        Locale.ROOT,
        "%d ms and the prompt at %.0f tokens/s, then %d ms a token and %.0f us for each that runs",
        settings.tokens().firstToken().toMillis(),
        settings.tokens().promptTokensPerSecond(),
        settings.tokens().outputToken().toMillis(),
        settings.tokens().outputTokenPerRunningMicros());
  }

  /// One line: all replicas together.
  ///
  /// @param before how they were, to tell what is done per second
  /// @param now how they are
  /// @param passed the time in between, above 0
  public static String status(
      List<ReplicaStatus> before, List<ReplicaStatus> now, Duration passed) {
    long up = now.stream().filter(it -> it.state() == ReplicaStatus.State.UP).count();
    double seconds = passed.toNanos() / NANOS_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "stand-ins up %d/%d  requests %d (%.1f/s)  running %d  waiting %d  refused %d  broken %d  aborted %d  tokens %.0f/s",
        up,
        now.size(),
        sum(now, it -> it.counts().requests()),
        (sum(now, it -> it.counts().requests()) - sum(before, it -> it.counts().requests()))
            / seconds,
        sum(now, it -> it.load().running()),
        sum(now, it -> it.load().waiting()),
        sum(now, it -> it.counts().refused()),
        sum(now, it -> it.counts().broken()),
        sum(now, it -> it.counts().aborted()),
        (sum(now, it -> it.counts().generationTokens())
                - sum(before, it -> it.counts().generationTokens()))
            / seconds);
  }

  private static long sum(List<ReplicaStatus> replicas, ToLongFunction<ReplicaStatus> of) {
    return replicas.stream().mapToLong(of).sum();
  }
}
