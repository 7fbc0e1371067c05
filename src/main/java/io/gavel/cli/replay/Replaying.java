package io.gavel.cli.replay;

import io.gavel.cli.kafka.Cluster;
import io.gavel.cli.kafka.RecordTransactions;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.schema.Generation;
import io.gavel.topic.Topic;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/// A replay with its clients. For one thread.
public final class Replaying implements AutoCloseable {
  private static final String TRANSACTIONS = "replay";

  private final Cluster target;
  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<Generation> deserializer;
  private final SourceRange range;
  private final Replay replay;
  private final java.util.function.Consumer<String> poison;

  /// Opens, and fixes up to where production's topic is read.
  ///
  /// @param production whose generations are read
  /// @param target the replay's topics
  /// @param poison is told what is left out, in one safe line each
  public Replaying(
      Cluster production, Cluster target, Scope scope, java.util.function.Consumer<String> poison) {
    this.target = target;
    this.poison = poison;
    consumer = production.consumer();
    deserializer = production.serdes().deserializer(Generation.class);
    range =
        new SourceRange(
            consumer, production.servers(), production.name(Topic.GENERATIONS), scope.from());
    replay = new Replay(range, deserializer, scope, poison);
  }

  /// What it comes to.
  ///
  /// @param begun whether the replay's topics are there
  public Survey survey(boolean begun) {
    return replay.survey(begun ? published() : new Published(range.starts()));
  }

  /// Publishes what is missing.
  ///
  /// @param stopped whether to publish no more
  /// @return how many were published
  public long send(Pace pace, ReplayProgress progress, BooleanSupplier stopped) {
    try (RecordTransactions transactions =
            new RecordTransactions(target.transactions(TRANSACTIONS), target.servers());
        Serializer<Generation> serializer = target.serdes().serializer(Generation.class)) {
      transactions.begin();
      return replay.send(
          published(), // only now does nobody else add to it
          new Replay.Target(
              target.name(Topic.GENERATIONS),
              serializer,
              transactions,
              id -> poison.accept("generation %s is larger than the broker takes".formatted(id))),
          pace,
          progress,
          stopped);
    }
  }

  @Override
  public void close() {
    deserializer.close();
    consumer.close();
  }

  private Published published() {
    Published published = new Published(range.starts());
    try (Consumer<byte[], byte[]> reader = target.consumer()) {
      published.read(new TopicPosition(reader, target.servers()), target.name(Topic.GENERATIONS));
    }
    return published;
  }
}
