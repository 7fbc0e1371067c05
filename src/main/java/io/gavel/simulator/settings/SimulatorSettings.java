package io.gavel.simulator.settings;

import io.gavel.config.Check;
import io.gavel.config.Secret;
import io.gavel.simulator.answer.Leaning;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.model.TokenTimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Everything about a pool of simulated judges. `defaults.yaml` says what each setting is for.
///
/// @param replicas how many servers, 1 to 64
/// @param host the address they listen on
/// @param port of the first; the others follow. 0: each has a free one
/// @param controlPort where the pool is controlled; 0: a free one
/// @param seed decides everything that is random
/// @param model the one model that is served
/// @param apiKey wanted as a bearer token where it is set
/// @param contextTokens prompt and answer together
/// @param contextError how a longer one is refused
/// @param maxBodyBytes the longest body that is read
/// @param serving how many requests a server takes
/// @param timing what the time of an answer comes from
/// @param tokens how long tokens take, and how many an answer has
/// @param latency how long an answer takes where its time is drawn directly
/// @param answers how far the scores are off
/// @param faults what goes wrong, from the start on
public record SimulatorSettings(
    int replicas,
    String host,
    int port,
    int controlPort,
    long seed,
    String model,
    Secret apiKey,
    int contextTokens,
    ContextError contextError,
    int maxBodyBytes,
    ServingSettings serving,
    Timing timing,
    TokenSettings tokens,
    LatencySettings latency,
    Leaning answers,
    List<Fault> faults) {
  private static final int MOST_REPLICAS = 64;
  private static final int HIGHEST_PORT = 65_535;

  /// Checks and copies.
  public SimulatorSettings {
    Check.that(replicas >= 1 && replicas <= MOST_REPLICAS, "replicas", replicas, "1 to 64");
    Check.notBlank("host", host);
    Check.that(
        port >= 0 && port + (port == 0 ? 0 : replicas - 1) <= HIGHEST_PORT,
        "port",
        port,
        "0 (free ones), or low enough that all replicas have ports up to 65535");
    Check.that(
        controlPort >= 0 && controlPort <= HIGHEST_PORT,
        "control_port",
        controlPort,
        "0 (a free one) to 65535");
    Check.notBlank("model", model);
    Check.positive("context_tokens", contextTokens);
    Check.that(
        maxBodyBytes >= 1024 && maxBodyBytes <= 1 << 30,
        "max_body_bytes",
        maxBodyBytes,
        "1024 to 1073741824");
    faults = List.copyOf(faults);
    for (Fault fault : faults) {
      Check.that(
          fault.replica() == null || fault.replica() <= replicas,
          "faults",
          fault.text(),
          "about one of the replicas, of which there are " + replicas);
    }
  }

  /// The defaults.
  public static SimulatorSettings defaults() {
    return of(Map.of());
  }

  /// The defaults with some settings over them, by their names in `defaults.yaml`: for those who
  /// start a pool in their own process.
  ///
  /// @param settings such as `serving.slots` or `latency.median`, with values as they are written
  /// @param faults as they are written, such as `error-500:rate=0.02`
  /// @throws io.gavel.config.InvalidConfigException names what is wrong, one line each
  public static SimulatorSettings of(Map<String, String> settings, String... faults) {
    return SettingsFile.load(null, Map.of(), settings, List.of(faults));
  }

  /// Servers whose answers take a time that is drawn directly, each with the default spread, and
  /// with enough slots for all.
  ///
  /// @param replicas how many
  /// @param seed decides everything that is random
  /// @param median half the answers take longer; zero: none takes any time
  public static SimulatorSettings ofLatency(int replicas, long seed, Duration median) {
    return of(
        Map.of(
            "replicas", Integer.toString(replicas),
            "seed", Long.toString(seed),
            "timing", "latency",
            "latency.median", median.toString(),
            "serving.slots", "4096"));
  }

  /// How long a server computes.
  public TokenTimes times() {
    return timing == Timing.TOKENS ? tokens.times() : TokenTimes.NONE;
  }
}
