package io.gavel.bench.contestant;

import io.gavel.bench.broker.Track;
import io.gavel.bench.load.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/// A Kafka Streams processor that calls the judge in its stream thread: as many calls at once as
/// there are partitions.
public final class StreamsContestant implements Contestant {
  @Override
  public String name() {
    return "Kafka Streams, sequential";
  }

  @Override
  public String work() {
    return "exactly_once_v2; copies the record's bytes; a thread per partition, commit interval 100"
        + " ms";
  }

  @Override
  public Running start(Race race) {
    Topology topology = new Topology();
    topology
        .addSource(
            "requests",
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            race.track().requestTopic())
        .addProcessor("judge", () -> new Judging(race.pool()), "requests")
        .addSink(
            "outcomes",
            race.track().feedbackTopic(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            "judge");
    Path state = newFolder();
    KafkaStreams streams = new KafkaStreams(topology, properties(race, state));
    streams.start();
    return () -> {
      streams.close(Duration.ofSeconds(30));
      delete(state);
    };
  }

  private static final class Judging extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final Pool pool;

    Judging(Pool pool) {
      this.pool = pool;
    }

    @Override
    public void process(Record<byte[], byte[]> request) {
      try {
        pool.serve(new String(request.key(), StandardCharsets.UTF_8));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      context().forward(request);
    }
  }

  private static Properties properties(Race race, Path state) {
    Properties properties = new Properties();
    properties.putAll(race.track().kafka().streams());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, race.run());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Track.PARTITIONS);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // One call may take as long as its default of 10 s, which would fence it.
    properties.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 60_000);
    return properties;
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("gavel-bench-streams-");
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
}
