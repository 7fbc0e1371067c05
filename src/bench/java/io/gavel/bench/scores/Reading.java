package io.gavel.bench.scores;

import io.gavel.config.GavelConfig;
import io.gavel.metric.MonitorMeters;
import io.gavel.metric.RewardMeters;
import io.gavel.monitor.MonitorStreams;
import io.gavel.reward.RewardStreams;
import io.gavel.streams.SupervisedStreams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// What reads the feedback: one stream topology.
public enum Reading {
  /// The role `monitor`.
  WINDOWS(
      "windows and drift",
      "the monitor role: decodes, repartitions by series and by judge, adds up windows of 1m and 1h of"
          + " both, looks for drift, publishes every 5 s") {
    @Override
    Started start(FeedbackTopics topics, GavelConfig config) {
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      return new Started(
          MonitorStreams.of(
              config.monitor(),
              config.topics(),
              config.kafka(),
              topics.serdes(),
              new MonitorMeters(registry),
              config.workerId()),
          () -> sum(registry, "gavel.monitor.observed"));
    }
  },
  /// The role `reward`.
  REWARDS(
      "rewards",
      "the reward role: decodes, repartitions by generation, remembers, composes and publishes a"
          + " reward of each") {
    @Override
    Started start(FeedbackTopics topics, GavelConfig config) {
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      return new Started(
          RewardStreams.of(
              config.reward(),
              config.topics(),
              config.kafka(),
              topics.serdes(),
              new RewardMeters(registry),
              config.workerId()),
          () -> sum(registry, "gavel.rewards"));
    }
  },
  /// The same way with nothing done at its end.
  EMPTY(
      "empty aggregate",
      "decodes, repartitions the same bytes by series, counts in a persistent store with a changelog;"
          + " publishes nothing") {
    @Override
    Started start(FeedbackTopics topics, GavelConfig config) {
      LongAdder counted = new LongAdder();
      return new Started(EmptyAggregate.of(topics, config, counted), counted::sum);
    }
  };

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String title;
  private final String work;

  Reading(String title, String work) {
    this.title = title;
    this.work = work;
  }

  /// A topology at work.
  ///
  /// @param streams runs it; not started yet
  /// @param done how many feedbacks it has got through
  record Started(SupervisedStreams streams, LongSupplier done) {}

  /// Makes it; whoever asked starts and closes it.
  abstract Started start(FeedbackTopics topics, GavelConfig config);

  /// Its name in the table.
  public String title() {
    return title;
  }

  /// What it does, for the table.
  public String work() {
    return work;
  }

  /// Lets it read all feedback with stores of its own.
  ///
  /// @param run names it; unique
  /// @return feedbacks per second, from the first that it got through to the last
  public double perSecond(FeedbackTopics topics, String run) throws InterruptedException {
    Path state = newFolder();
    Started started = start(topics, topics.config(run, state));
    try (SupervisedStreams streams = started.streams()) {
      streams.start();
      await(started, 1);
      long before = started.done().getAsLong();
      long startNanos = System.nanoTime();
      await(started, topics.feedbacks());
      return (topics.feedbacks() - before) / ((System.nanoTime() - startNanos) / 1e9);
    } finally {
      delete(state);
    }
  }

  private static void await(Started started, long feedbacks) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (started.done().getAsLong() < feedbacks) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new IllegalStateException(
            "only %,d of %,d feedbacks in %s"
                .formatted(started.done().getAsLong(), feedbacks, PATIENCE));
      }
      Thread.sleep(2);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("gavel-bench-scores-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a feedback tells of its judge counts beside the feedback, and is left out.
  private static long sum(SimpleMeterRegistry registry, String name) {
    return Math.round(
        registry.find(name).counters().stream()
            .filter(it -> !MonitorMeters.JUDGE.equals(it.getId().getTag("kind")))
            .mapToDouble(Counter::count)
            .sum());
  }
}
