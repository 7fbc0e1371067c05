package io.gavel.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.TestRecords;
import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.TopicPosition;
import io.gavel.schema.Generation;
import io.gavel.serde.RegistryUnavailableException;
import io.gavel.serde.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class TailTest {
  private static final String TOPIC = "generations";
  private static final List<TopicPartition> PARTITIONS =
      List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
  private static final Deserializer<Generation> BY_ID =
      (topic, bytes) -> {
        String id = new String(bytes, StandardCharsets.UTF_8);
        switch (id) {
          case "poison" -> throw new UnreadableRecordException("the first byte is \u001B, not 0");
          case "down" -> throw new RegistryUnavailableException("no registry answers");
          default -> {}
        }
        return TestRecords.generation(id).build();
      };

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<String> shown = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private boolean broken;

  TailTest() {
    Node node = new Node(0, "broker", 9092);
    consumer.updatePartitions(
        TOPIC,
        PARTITIONS.stream()
            .map(p -> new PartitionInfo(TOPIC, p.partition(), node, new Node[0], new Node[0]))
            .toList());
    consumer.updateBeginningOffsets(Map.of(PARTITIONS.get(0), 0L, PARTITIONS.get(1), 0L));
    consumer.updateEndOffsets(Map.of(PARTITIONS.get(0), 0L, PARTITIONS.get(1), 0L));
  }

  @Test
  void fromTheBeginningEverythingIsShownOnce() {
    records(0, 0, "a", "b");
    records(1, 0, "c");
    run(new Tail.Range(true, 0, Long.MAX_VALUE, false));
    assertThat(shown).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void byDefaultOnlyWhatComesIsShown() {
    records(0, 0, "a", "b");
    consumer.schedulePollTask(() -> records(0, 2, "later"));
    consumer.schedulePollTask(consumer::wakeup);
    run(new Tail.Range(false, 0, Long.MAX_VALUE, true));
    assertThat(shown).containsExactly("later");
  }

  @Test
  void theLimitEndsIt() {
    records(0, 0, "a", "b", "c");
    run(new Tail.Range(true, 0, 2, true));
    assertThat(shown).containsExactly("a", "b");
  }

  @Test
  void aPoisonRecordIsSkippedInOneSafeLineAndTheNextOneIsShown() {
    records(0, 0, "a", "poison", "b");
    run(new Tail.Range(true, 0, Long.MAX_VALUE, false));
    assertThat(shown).containsExactly("a", "b");
    assertThat(skipped)
        .containsExactly(
            "topic generations, partition 0, offset 1: the first byte is \uFFFD, not 0");
  }

  @Test
  void aRegistryThatIsDownEndsIt() {
    records(0, 0, "a", "down");
    assertThatThrownBy(() -> run(new Tail.Range(true, 0, Long.MAX_VALUE, true)))
        .isInstanceOf(ClusterException.class)
        .hasMessage("topic generations, partition 0, offset 1: no registry answers");
  }

  @Test
  void aReaderThatWentAwayEndsIt() {
    broken = true;
    run(new Tail.Range(false, 0, Long.MAX_VALUE, true));
    assertThat(shown).isEmpty();
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    Tail<Generation> tail = tail(new MockConsumer<>("earliest"));
    assertThatThrownBy(() -> tail.run("alerts", new Tail.Range(true, 0, 1, true)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("broker:9092 has no topic alerts");
  }

  /// The mock consumer gives every record once and forgets it, so this test covers a look back that
  /// reaches the beginning at once; longer ones are tested on a real broker by `DataCommandsTest`.
  @Test
  void theLastOnesAreTheNewestThatPassInTheOrderOfTime() {
    String[] ids = IntStream.range(0, 10).mapToObj(i -> "g" + i).toArray(String[]::new);
    records(0, 0, ids);
    records(1, 0, "other", "g99");
    run(new Tail.Range(false, 3, Long.MAX_VALUE, false));
    assertThat(shown).containsExactly("g7", "g8", "g9");
  }

  private void run(Tail.Range range) {
    tail(consumer).run(TOPIC, range);
  }

  private Tail<Generation> tail(MockConsumer<byte[], byte[]> of) {
    return new Tail<>(
        new TopicPosition(of, "broker:9092"),
        BY_ID,
        generation -> !generation.getGenerationId().equals("other"),
        new RecordPrinter<>() {
          @Override
          public void print(Generation value) {
            shown.add(value.getGenerationId());
          }

          @Override
          public void endOfBatch() {}

          @Override
          public boolean isBroken() {
            return broken;
          }
        },
        skipped::add);
  }

  /// Each record's timestamp is its offset.
  private void records(int partition, int first, String... ids) {
    consumer.updateEndOffsets(Map.of(PARTITIONS.get(partition), (long) first + ids.length));
    Runnable adding =
        () -> {
          for (int i = 0; i < ids.length; i++) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    TOPIC,
                    partition,
                    (long) first + i,
                    first + i,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    new byte[0],
                    ids[i].getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders(),
                    Optional.empty()));
          }
        };
    if (consumer.assignment().isEmpty()) {
      consumer.schedulePollTask(adding);
    } else {
      adding.run();
    }
  }
}
