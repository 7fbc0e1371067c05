package io.gavel.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.cli.kafka.TestingProducer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class GenerationSenderTest {
  private final MockProducer<String, SpecificRecord> producer = TestingProducer.create(true);
  private final RecordPublisher publisher = new RecordPublisher(producer, "", "broker:9092");
  private final StringWriter errors = new StringWriter();

  @Test
  void goodLinesAreSentAndBadOnesReportedByNumber() throws IOException {
    assertThat(send(false, line("g1") + "oops\n" + line("g2") + "\n{\"generation_id\":\"g3\"}\n"))
        .isEqualTo(new GenerationSender.Result(2, 0, 2));
    assertThat(TestingProducer.sent(producer)).containsExactly("generations g1", "generations g2");
    assertThat(errors.toString().lines())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("in.jsonl: line 2: not valid JSON"),
            second ->
                assertThat(second)
                    .isEqualTo("in.jsonl: line 5: instruction: missing; response: missing"));
  }

  @Test
  void strictStopsAtTheFirstBadLineAndSendsNothingFromItOn() throws IOException {
    assertThat(send(true, line("g1") + "oops\n" + line("g2") + "oops\n"))
        .isEqualTo(new GenerationSender.Result(1, 0, 1));
    assertThat(TestingProducer.sent(producer)).containsExactly("generations g1");
  }

  @Test
  void checkingSendsNothingAndCountsTheSame() throws IOException {
    GenerationSender sender = new GenerationSender(parser(), false, Optional.empty(), progress());
    assertThat(sender.send(input(line("g1") + "oops\n" + collection("a") + collection("b"))))
        .isEqualTo(new GenerationSender.Result(3, 1, 1));
  }

  @Test
  void anIdThatStandsTwiceIsSentOnce() throws IOException {
    assertThat(send(false, line("g1") + line("g2") + line("g1")))
        .isEqualTo(new GenerationSender.Result(2, 0, 1));
    assertThat(errors.toString()).contains("line 3: generation_id: the same as in line 1");
  }

  @Test
  void eachRubricGoesOutOnceAndBeforeItsGenerations() throws IOException {
    assertThat(send(false, collection("a") + collection("b")))
        .isEqualTo(new GenerationSender.Result(2, 1, 0));
    assertThat(producer.history().stream().map(record -> record.topic()))
        .containsExactly("rubrics", "generations", "generations");
  }

  @Test
  void aLineThatTheBrokerFindsTooLargeIsABadLine() throws IOException {
    MockProducer<String, SpecificRecord> refusing = TestingProducer.create(false);
    RecordPublisher publishing = new RecordPublisher(refusing, "", "broker:9092");
    GenerationSender sender =
        new GenerationSender(
            parser(),
            false,
            Optional.of(publishing),
            new Progress() {
              private final Progress printed = progress();

              @Override
              public void at(long bytes, long lines) {
                if (lines == 1) {
                  refusing.errorNext(new RecordTooLargeException("2 MB"));
                } else {
                  refusing.completeNext();
                }
              }

              @Override
              public void badLine(ParsedLine.Invalid line) {
                printed.badLine(line);
              }

              @Override
              public void close() {}
            });
    assertThat(sender.send(input(line("g1") + line("g2"))))
        .isEqualTo(new GenerationSender.Result(1, 0, 1));
    assertThat(errors.toString())
        .isEqualToNormalizingNewlines("in.jsonl: line 1: larger than the broker takes: 2 MB\n");
  }

  @Test
  void aBrokerThatFailsEndsIt() {
    producer.sendException = new TimeoutException("not present in metadata after 10000 ms");
    assertThatThrownBy(() -> send(false, line("g1")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("topic generations: sending to broker:9092 failed");
  }

  private GenerationSender.Result send(boolean strict, String text) throws IOException {
    return new GenerationSender(parser(), strict, Optional.of(publisher), progress())
        .send(input(text));
  }

  private static ByteArrayInputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private Progress progress() {
    return PrintedProgress.withoutBar("in.jsonl", new PrintWriter(errors));
  }

  private static LineParser parser() {
    return new LineParser(
        new LineDefaults("app", "model", Map.of()), InstantSource.fixed(Instant.EPOCH));
  }

  private static String line(String id) {
    return "{\"generation_id\":\"%s\",\"instruction\":\"i\",\"response\":\"r\"}\n".formatted(id);
  }

  private static String collection(String response) {
    StringBuilder line =
        new StringBuilder(
                "{\"orig_instruction\":\"i\",\"orig_criteria\":\"c\",\"orig_response\":\"")
            .append(response)
            .append('"');
    for (int score = 1; score <= 5; score++) {
      line.append(",\"orig_score%d_description\":\"d\"".formatted(score));
    }
    return line + "}\n";
  }
}
