package io.gavel.simulator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.Secret;
import io.gavel.simulator.answer.Leaning;
import io.gavel.simulator.fault.Fault;
import io.gavel.simulator.model.TokenTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
  @TempDir private Path folder;

  private SimulatorSettings load(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("judges.yaml"), yaml);
    return SettingsFile.load(file, environment, Map.of(), List.of());
  }

  @Test
  void theDefaultsAreThese() {
    assertThat(SimulatorSettings.defaults())
        .isEqualTo(
            new SimulatorSettings(
                2,
                "127.0.0.1",
                0,
                0,
                1,
                "prometheus-stand-in",
                Secret.NONE,
                8192,
                ContextError.INPUT_TOKENS,
                4 << 20,
                new ServingSettings(64, 0, 503, Duration.ZERO, 262_144),
                Timing.TOKENS,
                new TokenSettings(
                    Duration.ofMillis(40), 8000, Duration.ofMillis(10), 250, 150, 0.6, 1024),
                new LatencySettings(Duration.ofMillis(400), 0.87, Duration.ofSeconds(10)),
                new Leaning(0, 0, 0, 0, Duration.ZERO, 0.5, 0.05),
                List.of()));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    SimulatorSettings settings =
        load(
            """
            replicas: 3
            host: 0.0.0.0
            port: 8000
            control_port: 9000
            seed: 7
            model: m
            api_key: ${env:KEY}
            context_tokens: 100
            context_error: flat
            max_body_bytes: 2048
            serving:
              {slots: 4, max_queued: 5, overload_status: 429, retry_after: 6s, cache_tokens: 7}
            timing: latency
            tokens:
              first_token: 1ms
              prompt_tokens_per_second: 2000
              output_token: 3ms
              output_token_per_running_micros: 4.5
              length_median: 5
              length_spread: 0.6
              length_cap: 7
            latency: {median: 1s, spread: 0.2, cap: 3s}
            answers:
              {bias: 0.1, noise: 0.2, drift_per_hour: -0.3, step: 0.4, step_after: 5m, spread: 0.7, position_bias: 0.2}
            faults: ['slow:from=30s,to=60s,factor=4,replica=3', hang]
            """,
            Map.of("KEY", "s3cret"));

    assertThat(settings)
        .isEqualTo(
            new SimulatorSettings(
                3,
                "0.0.0.0",
                8000,
                9000,
                7,
                "m",
                new Secret("s3cret"),
                100,
                ContextError.FLAT,
                2048,
                new ServingSettings(4, 5, 429, Duration.ofSeconds(6), 7),
                Timing.LATENCY,
                new TokenSettings(Duration.ofMillis(1), 2000, Duration.ofMillis(3), 4.5, 5, 0.6, 7),
                new LatencySettings(Duration.ofSeconds(1), 0.2, Duration.ofSeconds(3)),
                new Leaning(0.1, 0.2, -0.3, 0.4, Duration.ofMinutes(5), 0.7, 0.2),
                List.of(
                    Fault.parse("slow:from=30s,to=60s,factor=4,replica=3"), Fault.parse("hang"))));
  }

  @Test
  void whatIsGivenOnTheCommandLineGoesOverTheFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("judges.yaml"), "serving: {slots: 4, max_queued: 5}\nfaults: [hang]\n");

    SimulatorSettings settings =
        SettingsFile.load(file, Map.of(), Map.of("serving.slots", "9"), List.of("reset"));

    assertThat(settings.serving().slots()).isEqualTo(9);
    assertThat(settings.serving().maxQueued()).isEqualTo(5);
    assertThat(settings.faults()).containsExactly(Fault.parse("reset"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas                      | 0     | replicas: 0 is not allowed: it must be 1 to 64",
        "replicas                      | two   | replicas: 'two' is not a whole number",
        "port                          | 65535 | port: 65535 is not allowed",
        "control_port                  | -1    | control_port: -1 is not allowed",
        "model                         | ' '   | model: ' ' is not allowed: it must be set",
        "host                          | ' '   | host: ' ' is not allowed",
        "context_tokens                | 0     | context_tokens: 0 is not allowed",
        "context_error                 | round | context_error: 'round' is none of flat, input_tokens, input_text",
        "max_body_bytes                | 10    | max_body_bytes: 10 is not allowed",
        "timing                        | slow  | timing: 'slow' is none of tokens, latency",
        "serving.slots                 | 0     | serving.slots: 0 is not allowed",
        "serving.max_queued            | -1    | serving.max_queued: -1 is not allowed",
        "serving.overload_status       | 500   | serving.overload_status: 500 is not allowed: it must be 503 or 429",
        "serving.retry_after           | 500ms | serving.retry_after: 500ms is not allowed: it must be whole seconds",
        "serving.retry_after           | soon  | serving.retry_after: 'soon' is no duration",
        "serving.cache_tokens          | -1    | serving.cache_tokens: -1 is not allowed",
        "tokens.prompt_tokens_per_second | 0   | tokens.prompt_tokens_per_second: 0.0 is not allowed",
        "tokens.length_cap             | 10    | tokens.length_cap: 10.0 is not allowed: it must be at least length_median",
        "latency.cap                   | 10ms  | latency.cap: 10ms is not allowed: it must be at least median",
        "latency.spread                | -1    | latency.spread: -1.0 is not allowed",
        "answers.noise                 | -1    | answers.noise: -1.0 is not allowed",
        "answers.spread                | 0     | answers.spread: 0.0 is not allowed: it must be greater than 0",
        "answers.position_bias         | 1.1   | answers.position_bias: 1.1 is not allowed: it must be 0 to 1",
        "serving.slot                  | 1     | command line: serving.slot: there is no such key; did you mean serving.slots?",
        "slots                         | 1     | command line: slots: there is no such key; did you mean serving.slots?",
      })
  void whatCannotBeUsedIsNamed(String key, String value, String message) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> SimulatorSettings.of(Map.of(key, value)))
        .withMessageContaining(message);
  }

  @Test
  void aFaultOfAReplicaThatThereIsNotIsNamed() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> SimulatorSettings.of(Map.of(), "down:replica=3"))
        .withMessageContaining("down:replica=3")
        .withMessageContaining("there are 2");
  }

  @Test
  void aKeyMayNotStandInTheFile() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load("api_key: s3cret", Map.of()))
        .withMessageContaining("api_key: a key may not stand in the file")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void tokenTimesAreInNanoseconds() {
    assertThat(SimulatorSettings.defaults().times())
        .isEqualTo(new TokenTimes(40e6, 125_000, 10e6, 250_000));
    assertThat(SimulatorSettings.of(Map.of("timing", "latency")).times())
        .isEqualTo(TokenTimes.NONE);
  }

  @Test
  void latencyAndLengthAreLognormalAndCapped() {
    LatencySettings latency =
        new LatencySettings(Duration.ofMillis(400), 0.87, Duration.ofSeconds(4));
    TokenSettings tokens = SimulatorSettings.defaults().tokens();

    assertThat(latency.latency(0)).isEqualTo(Duration.ofMillis(400));
    assertThat(latency.latency(1).toNanos() / 1e6).isCloseTo(400 * Math.exp(0.87), within(0.01));
    assertThat(latency.latency(9)).isEqualTo(Duration.ofSeconds(4));
    assertThat(tokens.length(0)).isEqualTo(150);
    assertThat(tokens.length(1)).isEqualTo((int) Math.round(150 * Math.exp(0.6)));
    assertThat(tokens.length(9)).isEqualTo(1024);
    assertThat(tokens.length(-99)).isOne();
  }
}
