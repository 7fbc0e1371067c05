package io.gavel.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

  @Test
  void withoutItsSourceItSaysWhereTheRecordIs() {
    DeadLetter letter = letter(KEY, "the instruction is empty").setRawAnswer("Good.").build();

    DeadLetter small = DeadLetters.withoutSource(letter);

    assertThat(small.getDetail())
        .isEqualTo(
            "the instruction is empty; the record itself was too large for the dead letters and is"
                + " only at its source: topic generations, partition 3, offset 42");
    assertThat(small.getSourceValue()).isEmpty();
    assertThat(small.getSourceHeaders()).isEmpty();
    assertThat(small.getRawAnswer()).isEmpty();
    assertThat(small.getSourceKey()).contains(ByteBuffer.wrap(KEY));
    assertThat(small.getDeadLetterId()).isEqualTo(letter.getDeadLetterId());
    assertThat(small.getGenerationId()).contains("g");
  }

  @Test
  void takingTheSourceAwayTwiceIsTakingItAwayOnce() {
    DeadLetter small =
        DeadLetters.withoutSource(letter(new byte[100_000], "x".repeat(10_000)).build());

    assertThat(DeadLetters.withoutSource(small)).isEqualTo(small);
  }

  @Test
  void withoutItsSourceItIsSmallWhateverTheRecordHeld() throws Exception {
    String huge = "x".repeat(5_000_000);
    DeadLetter small =
        DeadLetters.withoutSource(
            letter(new byte[5_000_000], huge)
                .setGenerationId(huge)
                .setRubricId(huge)
                .setApplication(huge)
                .setModel(huge)
                .build());

    assertThat(DeadLetter.getEncoder().encode(small).remaining()).isLessThan(100_000);
    assertThat(small.getSourceKey()).isEmpty();
    assertThat(small.getGenerationId()).isEmpty();
  }

  @Test
  void aKeyThatIsHugeIsNotPublishedUnder() {
    assertThat(DeadLetters.key(KEY)).isSameAs(KEY);
    assertThat(DeadLetters.key(null)).isNull();
    assertThat(DeadLetters.key(new byte[64 * 1024 + 1])).isNull();
  }

  private static DeadLetter.Builder letter(byte[] key, String detail) {
    ConsumerRecord<byte[], byte[]> source =
        new ConsumerRecord<>("generations", 3, 42, key, new byte[1_000]);
    source.headers().add("trace", new byte[1_000]);
    return DeadLetters.of(source, Stage.ENRICH, Reason.INVALID_RECORD, detail, null, Instant.EPOCH)
        .setGenerationId("g");
  }
}
