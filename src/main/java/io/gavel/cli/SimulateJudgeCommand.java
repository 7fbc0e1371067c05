package io.gavel.cli;

import io.gavel.cli.simulate.SimulatorText;
import io.gavel.simulator.ReplicaStatus;
import io.gavel.simulator.SimulatedPool;
import io.gavel.simulator.settings.SettingsFile;
import io.gavel.simulator.settings.SimulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gavel simulate-judge`: a pool of judges without a model, until it is stopped.
@Command(
    name = "simulate-judge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Run stand-in judges without a model, to try out load, faults and monitoring.",
    description = {
      "",
      "They speak vLLM's HTTP interface, take the time that a server with continuous batching would,"
          + " fail as they are told to, and can be stopped and started while they run. Their scores"
          + " come from word overlap and say nothing about what they judge.",
      "",
      "They answer Prometheus's prompts (absolute and relative) and Auto-J's in their formats, and"
          + " others as JSON, or with [RESULT] where the prompt mentions it; with log-probabilities"
          + " and structured_outputs or response_format where they are asked for. As reward models"
          + " they answer /classify, /score, /pooling, and /predict.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  two judges on free ports:        gavel simulate-judge",
      "  four on ports 8000 to 8003:      gavel simulate-judge --replicas 4 --port 8000",
      "  a small one that refuses more:   gavel simulate-judge --slots 8 --max-queued 16",
      "  half the answers within 100 ms:  gavel simulate-judge --latency 100ms",
      "  one that gets stricter:          gavel simulate-judge --set answers.drift_per_hour=-0.5",
      "  one that prefers what is first:  gavel simulate-judge --set answers.position_bias=0.3",
      "  with faults:",
      "    gavel simulate-judge --fault error-500:rate=0.02 --fault hang:rate=0.01 \\",
      "                         --fault slow:from=30s,to=60s,factor=4,replica=1 \\",
      "                         --fault down:from=60s,to=70s \\",
      "                         --fault capacity:from=30s,factor=0.5",
      "",
      "Faults of requests, which take a rate (without one every request is hit): error-401,",
      "error-404, error-429, error-500, error-502 (a gateway's page), error-503, hang, reset,",
      "truncate, cut-json, no-score, two-scores, nonsense, empty, slow (with factor=).",
      "Faults of replicas: down, capacity (with factor=), slow (without rate=).",
      "All take from=, to= (counted from the start) and replica= (a number from 1, or all)."
    })
final class SimulateJudgeCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Settings of the simulator as YAML; what the options say goes over them.")
  private @Nullable Path file;

  @Option(names = "--replicas", paramLabel = "N", description = "How many judges (default: 2).")
  private @Nullable String replicas;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the first judge; the others follow. 0 (default): free ones.")
  private @Nullable String port;

  @Option(
      names = "--control-port",
      paramLabel = "PORT",
      description = "Where they are controlled, on this machine only. 0 (default): a free one.")
  private @Nullable String controlPort;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Requests that each runs at once (default: 64).")
  private @Nullable String slots;

  @Option(
      names = "--max-queued",
      paramLabel = "N",
      description = "Requests that wait at each; one more is refused. 0 (default): any number.")
  private @Nullable String maxQueued;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      description =
          "Half the answers take longer than this, lognormally. Without it the time comes from the"
              + " tokens of prompt and answer.")
  private @Nullable String latency;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides everything random (default: 1).")
  private @Nullable String seed;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description = "What goes wrong, as below; can be given several times.")
  private List<String> faults = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any other setting, such as tokens.output_token=20ms; can be given several times. All of"
              + " them: --print-settings.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--print-settings",
      description = "Print every setting with its default as YAML, as --config takes it, and exit.")
  private boolean printSettings;

  @Option(
      names = "--status-every",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How often a line of status is printed (default: ${DEFAULT-VALUE}).")
  private int statusSeconds;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = CommandIo.of(spec).out();
    if (printSettings) {
      out.print(SettingsFile.defaultsText());
      out.flush();
      return ExitCode.DONE.code();
    }
    if (statusSeconds < 1) {
      throw CommandIo.usage(spec, "--status-every: must be 1 or more");
    }
    SimulatorSettings wanted = SettingsFile.load(file, System.getenv(), settings(), faults);
    CountDownLatch stopped = new CountDownLatch(1);
    try (Interruption interruption = Interruption.awaited();
        SimulatedPool pool = SimulatedPool.start(wanted)) {
      interruption.stopBy(stopped::countDown);
      SimulatorText.started(wanted, pool.endpoints(), pool.controlUrl()).forEach(out::println);
      out.println("Ctrl-C stops them.");
      out.flush();
      report(pool, stopped, out);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_DOWN, e.getMessage() + "; choose another --port");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // a test's Ctrl-C
    }
    return ExitCode.DONE.code();
  }

  private void report(SimulatedPool pool, CountDownLatch stopped, PrintWriter out)
      throws InterruptedException {
    List<ReplicaStatus> before = pool.status();
    while (!stopped.await(statusSeconds, TimeUnit.SECONDS)) {
      List<ReplicaStatus> now = pool.status();
      out.println(SimulatorText.status(before, now, Duration.ofSeconds(statusSeconds)));
      out.flush();
      before = now;
    }
  }

  private Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>(settings);
    put(all, "replicas", replicas);
    put(all, "port", port);
    put(all, "control_port", controlPort);
    put(all, "serving.slots", slots);
    put(all, "serving.max_queued", maxQueued);
    put(all, "seed", seed);
    if (latency != null) {
      all.put("timing", "latency");
      all.put("latency.median", latency);
    }
    return all;
  }

  private static void put(Map<String, String> all, String key, @Nullable String value) {
    if (value != null) {
      all.put(key, value);
    }
  }
}
