package io.gavel.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.SourceHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class ResendTest {
  @Test
  void aJudgeRequestGoesAsItWasAndSaysWhatItIs() {
    Resend.Content content =
        carried(
            Letters.judge("d1")
                .setSourceHeaders(
                    List.of(
                        new SourceHeader("trace", Letters.bytes("abc")),
                        new SourceHeader("empty", null)))
                .build());

    assertThat(content.key()).isEqualTo("g".getBytes(StandardCharsets.UTF_8));
    assertThat(content.value()).isEqualTo("value".getBytes(StandardCharsets.UTF_8));
    assertThat(headers(content)).containsExactly("trace=abc", "empty=null", "gavel-retry-of=d1");
  }

  @Test
  void aGenerationThatFailedForOneRubricGoesForThatOne() {
    assertThat(headers(carried(Letters.enrich("d1").build())))
        .containsExactly("gavel-retry-of=d1", "gavel-retry-rubric=clarity");
    assertThat(headers(carried(Letters.enrich("d1").setRubricId(null).build())))
        .containsExactly("gavel-retry-of=d1");
  }

  @Test
  void whatFailsAgainNamesItsNewDeadLetterAndKeepsItsRubric() {
    List<SourceHeader> before =
        List.of(
            new SourceHeader("gavel-retry-of", Letters.bytes("d1")),
            new SourceHeader("gavel-retry-rubric", Letters.bytes("clarity")));

    assertThat(headers(carried(Letters.enrich("d2").setSourceHeaders(before).build())))
        .containsExactly("gavel-retry-of=d2", "gavel-retry-rubric=clarity");
    assertThat(
            headers(
                carried(Letters.enrich("d2").setRubricId(null).setSourceHeaders(before).build())))
        .containsExactlyInAnyOrder("gavel-retry-of=d2", "gavel-retry-rubric=clarity");
  }

  @Test
  void aRecordThatIsNotCarriedIsAtItsSource() {
    assertThat(resend(Letters.judge("d1").setSourceValue(null).build()))
        .isInstanceOf(Resend.AtSource.class);
  }

  @Test
  void aRecordOfAnotherTopicIsNotSent() {
    assertThat(resend(Letters.judge("d1").setSourceTopic("gavel.references").build()))
        .isInstanceOfSatisfying(
            Resend.Impossible.class,
            impossible -> assertThat(impossible.why()).contains("gavel.references", "gavel apply"));
  }

  private static Resend resend(DeadLetter letter) {
    return Resend.of(letter, "gavel.generations", "gavel.judge-requests");
  }

  private static Resend.Content carried(DeadLetter letter) {
    assertThat(resend(letter)).isInstanceOf(Resend.Carried.class);
    return ((Resend.Carried) resend(letter)).content();
  }

  private static List<String> headers(Resend.Content content) {
    List<String> headers = new ArrayList<>();
    for (Header header : content.headers()) {
      headers.add(
          header.key()
              + "="
              + (header.value() == null
                  ? "null"
                  : new String(header.value(), StandardCharsets.UTF_8)));
    }
    return headers;
  }
}
