package io.gavel.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.enrich.decision.Assembling;
import io.gavel.schema.Priority;
import io.gavel.schema.RubricChoice;
import io.gavel.schema.Selection;
import io.gavel.streams.InternalSerde;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private final KeyValueStore<String, Selection> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("waiting"),
              Serdes.String(),
              InternalSerde.of(Selection.class))
          .withLoggingDisabled()
          .build();

  @BeforeEach
  void open() {
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
  }

  @Test
  void aWaiterIsFoundByWhatItWaitsForAndByItsAge() {
    WaitingRoom room = new WaitingRoom(store);
    room.add(selection(1, 100, "ref", "r"), new Assembling.Assembly.Incomplete(Set.of(), true));
    room.add(selection(2, 50, "ref", "s"), new Assembling.Assembly.Incomplete(Set.of("s"), false));

    assertThat(room.size()).isEqualTo(2);
    assertThat(room.forReference("ref")).containsExactly("0-1");
    assertThat(room.rubricIds()).containsExactly("s");
    assertThat(room.forRubric("s")).containsExactly("0-2");
    assertThat(room.since(Instant.ofEpochMilli(99))).containsExactly("0-2");
    assertThat(room.since(Instant.ofEpochMilli(100))).containsExactly("0-2", "0-1");
  }

  @Test
  void oneThatWasLetGoIsFoundNoMore() {
    WaitingRoom room = new WaitingRoom(store);
    room.add(selection(1, 100, "ref", "r"), new Assembling.Assembly.Incomplete(Set.of("r"), true));

    room.remove("0-1");

    assertThat(room.size()).isZero();
    assertThat(room.forReference("ref")).isEmpty();
    assertThat(room.rubricIds()).isEmpty();
    assertThat(room.since(Instant.MAX)).isEmpty();
    assertThat(room.get("0-1")).isNull();
  }

  @Test
  void oneThatWaitsForSomethingElseIsFoundByThatAlone() {
    WaitingRoom room = new WaitingRoom(store);
    Selection selection = selection(1, 100, "ref", "r");
    room.add(selection, new Assembling.Assembly.Incomplete(Set.of("r"), false));

    room.update("0-1", selection, new Assembling.Assembly.Incomplete(Set.of(), true));

    assertThat(room.size()).isEqualTo(1);
    assertThat(room.rubricIds()).isEmpty();
    assertThat(room.forReference("ref")).containsExactly("0-1");
  }

  @Test
  void afterARestartEachIsFoundByAllItMayWaitFor() {
    WaitingRoom before = new WaitingRoom(store);
    before.add(
        selection(1, 100, "ref", "r", "s"), new Assembling.Assembly.Incomplete(Set.of("r"), false));
    before.add(selection(2, 50, null, "r"), new Assembling.Assembly.Incomplete(Set.of("r"), false));

    WaitingRoom room = new WaitingRoom(store);

    assertThat(room.size()).isEqualTo(2);
    assertThat(room.forReference("ref")).containsExactly("0-1");
    assertThat(room.forRubric("r")).containsExactlyInAnyOrder("0-1", "0-2");
    assertThat(room.forRubric("s")).containsExactly("0-1");
    assertThat(room.since(Instant.MAX)).containsExactly("0-2", "0-1");
  }

  private static Selection selection(
      long offset, long since, @Nullable String referenceId, String... rubricIds) {
    return Selection.newBuilder()
        .setChoices(
            Arrays.stream(rubricIds)
                .map(id -> new RubricChoice(id, null, 1.0, 1.0, Priority.MONITORING))
                .toList())
        .setReferenceId(referenceId)
        .setWaitingSince(Instant.ofEpochMilli(since))
        .setSourceTopic("generations")
        .setSourcePartition(0)
        .setSourceOffset(offset)
        .setSourceTimestamp(Instant.EPOCH)
        .setSourceValue(ByteBuffer.wrap(new byte[] {1}))
        .build();
  }
}
