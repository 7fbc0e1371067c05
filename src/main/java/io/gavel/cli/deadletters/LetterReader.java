package io.gavel.cli.deadletters;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.DeadLetter;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.RegistryUnavailableException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads the dead letters one by one, up to where their topic ended when it was opened: what fails
/// meanwhile, perhaps because it was sent again, is not among them. Holds none. For one thread.
public final class LetterReader {
  private final TopicPosition position;
  private final Deserializer<DeadLetter> deserializer;
  private final Consumer<String> poison;

  /// @param position over the topic
  /// @param deserializer reads the values
  /// @param poison is told of records that cannot be read, in one safe line each, at every reading
  public LetterReader(
      TopicPosition position, Deserializer<DeadLetter> deserializer, Consumer<String> poison) {
    this.position = position;
    this.deserializer = deserializer;
    this.poison = poison;
  }

  /// Fixes where the reading ends.
  ///
  /// @param topic its name on the broker
  /// @throws ClusterException when it cannot be asked
  public void open(String topic) {
    position.assign(topic);
  }

  /// Reads from the oldest on: in the order of their offsets in each partition, and in no order
  /// between them.
  ///
  /// @param visitor is given each, and says whether to go on
  /// @throws ClusterException when it cannot be read
  public void read(Predicate<DeadLetter> visitor) {
    position.toBeginning();
    position.readToEnd(source -> visit(source, visitor));
  }

  private boolean visit(ConsumerRecord<byte[], byte[]> source, Predicate<DeadLetter> visitor) {
    try {
      return switch (RecordSerdes.decode(deserializer, source)) {
        case Decoded.Intact<DeadLetter>(var ignored, DeadLetter letter) -> visitor.test(letter);
        case Decoded.Poison<DeadLetter>(var ignored, String detail) -> {
          poison.accept(TerminalText.line(detail));
          yield true;
        }
      };
    } catch (RegistryUnavailableException e) {
      throw new ClusterException(TerminalText.line(String.valueOf(e.getMessage())), e);
    }
  }
}
