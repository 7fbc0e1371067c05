package io.gavel.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gavel.deadletter.DeadLetters;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.Stage;
import io.gavel.schema.Feedback;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final RecordJson json = new RecordJson(false);

  @Test
  void theFieldsHaveTheSchemasNames() throws IOException {
    Feedback feedback = TablePrinterTest.feedback(4, true, "Grün.").build();
    String line = json.line(feedback);
    assertThat(line).doesNotContain("\n").contains("Grün.");
    JsonNode tree = MAPPER.readTree(line);
    assertThat(tree.path("generated_at").textValue()).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(tree.path("score").intValue()).isEqualTo(4);
    assertThat(tree.path("preferred").isNull()).isTrue();
    assertThat(tree.path("mode").textValue()).isEqualTo("ABSOLUTE");
    assertThat(tree.path("tags").isObject()).isTrue();
    assertThat(tree.at("/judgement/stand_in").booleanValue()).isTrue();
    assertThat(tree.at("/judgement/samples/0/prompt_tokens").intValue()).isEqualTo(100);
    assertThat(tree.at("/level_probabilities/1").doubleValue()).isEqualTo(0.5);
    assertThat(tree.properties()).hasSize(Feedback.getClassSchema().getFields().size());
  }

  @Test
  void moreFieldsStandAfterTheRecordsOwn() throws IOException {
    Feedback feedback = TablePrinterTest.feedback(4, true, "Good.").build();
    Map<String, Object> more = new HashMap<>();
    more.put("at", Instant.EPOCH);
    more.put("none", null);
    more.put("record", feedback.getJudgement());

    JsonNode tree = MAPPER.readTree(json.line(feedback, more));

    assertThat(tree.path("feedback").textValue()).isEqualTo("Good.");
    assertThat(tree.path("at").textValue()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(tree.path("none").isNull()).isTrue();
    assertThat(tree.path("record")).isEqualTo(tree.path("judgement"));
  }

  @Test
  void theLinesForAPersonAreTheSameObject() throws IOException {
    Feedback feedback = TablePrinterTest.feedback(4, true, "\u001B[2J").build();

    assertThat(json.lines(feedback)).hasSizeGreaterThan(10).noneMatch(it -> it.contains("\u001B"));
    assertThat(MAPPER.readTree(String.join("\n", json.lines(feedback))))
        .isEqualTo(MAPPER.readTree(json.line(feedback)));
  }

  @Test
  void hostileTextIsWholeButEscaped() throws IOException {
    String words = "\u001B[2J\u007F\u009B\u202E\u2066\u2028 \"x\" 日本 👍 \u0000";
    String line = json.line(TablePrinterTest.feedback(4, true, words).build());
    assertThat(line)
        .contains("\\u001B[2J\\u007F\\u009b\\u202e\\u2066\\u2028 \\\"x\\\" 日本 👍 \\u0000");
    assertThat(MAPPER.readTree(line).path("feedback").textValue()).isEqualTo(words);
  }

  @Test
  void anOutputOfAnotherEncodingLosesNothing() throws IOException {
    String line = new RecordJson(true).line(TablePrinterTest.feedback(4, true, "Grün 👍").build());
    assertThat(line.chars()).allMatch(character -> character < 128);
    assertThat(MAPPER.readTree(line).path("feedback").textValue()).isEqualTo("Grün 👍");
  }

  @Test
  void bytesAreInBase64() throws IOException {
    ConsumerRecord<byte[], byte[]> source =
        new ConsumerRecord<>("t", 0, 7, new byte[] {1}, new byte[] {2, 3});
    String line =
        json.line(
            DeadLetters.of(
                    source, Stage.JUDGE, Reason.UNREADABLE_RECORD, "bad", null, Instant.EPOCH)
                .build());
    JsonNode tree = MAPPER.readTree(line);
    assertThat(tree.path("source_value").binaryValue()).containsExactly(2, 3);
    assertThat(tree.path("source_key").textValue()).isEqualTo("AQ==");
  }
}
