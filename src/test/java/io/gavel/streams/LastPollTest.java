package io.gavel.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastPollTest {
  @TempDir private Path folder;

  @Test
  void theAgeIsThatOfTheThreadThatHasNotPolledForLongest() {
    assertThat(new LastPoll(metrics(age("a-consumer", 3.0), age("b-consumer", 7.0))).age())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aConsumerThatRestoresPollsOnlyThenAndDoesNotCount() {
    assertThat(new LastPoll(metrics(age("a-consumer", 3.0), age("a-restore-consumer", 90.0))).age())
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void beforeTheFirstPollItIsZero() {
    assertThat(new LastPoll(metrics(age("a-consumer", -1.0))).age()).isZero();
    assertThat(new LastPoll(Map.of()).age()).isZero();
  }

  @Test
  void otherMetricsAreNotTakenForAges() {
    assertThat(
            new LastPoll(metrics(metric("poll-rate", "a-consumer", new AtomicReference<>(80.0))))
                .age())
        .isZero();
  }

  @Test
  void theThreadsOfAClientAreThereBeforeItStarts() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("a").foreach((key, value) -> {});
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "application.id",
            "last-poll",
            "bootstrap.servers",
            "127.0.0.1:1",
            "num.stream.threads",
            3,
            "state.dir",
            folder.toString()));
    try (KafkaStreams client = new KafkaStreams(builder.build(), properties)) {
      assertThat(new LastPoll(client.metrics()).consumers()).isEqualTo(3);
    }
  }

  @Test
  void whatIsAskedLaterIsAsOldAsItIsThen() {
    AtomicReference<Object> value = new AtomicReference<>(1.0);
    LastPoll lastPoll = new LastPoll(metrics(metric("last-poll-seconds-ago", "a-consumer", value)));
    assertThat(lastPoll.age()).isEqualTo(Duration.ofSeconds(1));

    value.set(125.0);

    assertThat(lastPoll.age()).isEqualTo(Duration.ofSeconds(125));
  }

  private static Metric age(String client, double seconds) {
    return metric("last-poll-seconds-ago", client, new AtomicReference<>(seconds));
  }

  private static Metric metric(String name, String client, AtomicReference<Object> value) {
    MetricName named = new MetricName(name, "consumer-metrics", "", Map.of("client-id", client));
    return new Metric() {
      @Override
      public MetricName metricName() {
        return named;
      }

      @Override
      public Object metricValue() {
        return value.get();
      }
    };
  }

  private static Map<MetricName, Metric> metrics(Metric... metrics) {
    return Arrays.stream(metrics)
        .collect(Collectors.toMap(Metric::metricName, Function.identity()));
  }
}
