package io.gavel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeBookTest {
  private final OutcomeBook book = new OutcomeBook();

  @Test
  void aRequestIsOutstandingUntilItsOutcomeComes() {
    asked("a", 3);
    asked("b", 4);
    book.outcome("a", feedback(0), false);

    assertThat(book.outstanding()).containsOnlyKeys("b").containsValue(request(4));
    assertThat(book.violations()).isEmpty();
  }

  @Test
  void anOutcomeMayBeSeenBeforeItsRequest() {
    book.sending("a");
    book.outcome("a", feedback(0), true);
    book.request("a", request(0));

    assertThat(book.outstanding()).isEmpty();
    assertThat(book.violations()).isEmpty();
    assertThat(book.deadLetters()).isEqualTo(1);
  }

  @Test
  void aSecondOutcomeIsADuplicateThatSaysWhereBothStand() {
    asked("a", 3);
    book.outcome("a", feedback(7), false);
    book.outcome("a", feedback(9), false);

    assertThat(book.duplicated()).isEqualTo(1);
    assertThat(book.violations())
        .singleElement()
        .asString()
        .contains("requests-0@3", "feedback-0@7", "feedback-0@9");
  }

  @Test
  void anOutcomeOfWhatWasAbortedIsAViolation() {
    book.outcome("aborted", feedback(1), false);

    assertThat(book.violations()).singleElement().asString().contains("aborted", "feedback-0@1");
  }

  @Test
  void anOutcomeWhoseRequestNeverCameIsAnOrphan() {
    book.sending("failed");
    book.outcome("failed", feedback(1), false);

    assertThat(book.violations()).isEmpty();
    assertThat(book.orphans()).singleElement().asString().contains("failed", "feedback-0@1");
  }

  private void asked(String id, long offset) {
    book.sending(id);
    book.request(id, request(offset));
  }

  private static Place request(long offset) {
    return new Place("requests", 0, offset);
  }

  private static Place feedback(long offset) {
    return new Place("feedback", 0, offset);
  }
}
