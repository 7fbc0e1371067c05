package io.gavel.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.schema.Candidate;
import io.gavel.schema.CandidateGroup;
import io.gavel.schema.GroupScores;
import io.gavel.schema.GroupUpdate;
import io.gavel.schema.MonitoredSeries;
import io.gavel.schema.Observation;
import io.gavel.schema.PairOrder;
import io.gavel.schema.PairTally;
import io.gavel.schema.RewardOutcome;
import io.gavel.schema.RewardTally;
import io.gavel.schema.Selection;
import io.gavel.schema.WatchedSeries;
import io.gavel.schema.WindowTotals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What stores and internal topics hold when a release follows another.
class InternalSerdeTest {
  private static final int RECORDS = 20;
  private static final long SEED = 7;

  @ParameterizedTest
  @MethodSource("internalRecords")
  void recordsOfEveryEarlierReleaseAreRead(Class<? extends SpecificRecord> type) throws Exception {
    for (Schema earlier : InternalSchemas.of(type)) {
      for (Object record : new RandomData(earlier, RECORDS, SEED)) {
        assertThat(InternalSerde.of(type).decode(encoded(earlier, record))).isInstanceOf(type);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("internalRecords")
  void todaysSchemaIsAmongThoseThatAreKept(Class<? extends SpecificRecord> type) {
    List<Schema> kept = InternalSchemas.of(type);

    assertThat(kept).isNotEmpty();
    assertThat(SchemaNormalization.parsingFingerprint64(kept.getLast()))
        .as(
            "the schema of %s has changed: add it as internal/%s/%d.avsc, for later releases",
            type.getSimpleName(), type.getSimpleName(), kept.size() + 1)
        .isEqualTo(SchemaNormalization.parsingFingerprint64(SpecificData.get().getSchema(type)));
  }

  @Test
  void aRecordOfALaterReleaseIsRefused() throws Exception {
    Schema later =
        new Schema.Parser()
            .parse(
                PairTally.getClassSchema()
                    .toString()
                    .replaceFirst(
                        "\"fields\":\\[",
                        "\"fields\":[{\"name\":\"later\",\"type\":\"int\",\"default\":0},"));
    byte[] bytes = encoded(later, new RandomData(later, 1, SEED).iterator().next());

    assertThatThrownBy(() -> InternalSerde.of(PairTally.class).decode(bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("another version of Gavel");
  }

  static Stream<Class<? extends SpecificRecord>> internalRecords() {
    return Stream.of(
        Selection.class,
        Candidate.class,
        CandidateGroup.class,
        GroupUpdate.class,
        PairOrder.class,
        PairTally.class,
        GroupScores.class,
        RewardOutcome.class,
        RewardTally.class,
        MonitoredSeries.class,
        Observation.class,
        WatchedSeries.class,
        WindowTotals.class);
  }

  private static byte[] encoded(Schema schema, Object record) throws IOException {
    ByteBuffer buffer = new BinaryMessageEncoder<>(GenericData.get(), schema).encode(record);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
