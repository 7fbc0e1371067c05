package io.gavel.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilterTest {
  private static final Subject SUBJECT = Subject.of("support-chat", "heron-8b", List.of("a", "b"));

  @Test
  void withoutConditionsEverythingPasses() {
    assertThat(new Filter(null, null, null)).accepts(SUBJECT);
    assertThat(new Filter(null, null, null))
        .accepts(new Subject(Optional.empty(), Optional.empty(), List.of()));
  }

  @Test
  void aNameMatchesItselfAndAStarAnything() {
    assertThat(new Filter("support-chat", "heron-8b", "b")).accepts(SUBJECT);
    assertThat(new Filter("support-*", "*", "*")).accepts(SUBJECT);
    assertThat(new Filter("*-chat", "h*8*", null)).accepts(SUBJECT);
    assertThat(new Filter("support", null, null)).rejects(SUBJECT);
    assertThat(new Filter("support.chat", null, null)).rejects(SUBJECT);
    assertThat(new Filter(null, "Heron-8b", null)).rejects(SUBJECT);
    assertThat(new Filter(null, null, "c")).rejects(SUBJECT);
  }

  @Test
  void whatCouldNotBeReadPassesNoCondition() {
    assertThat(new Filter("*", null, null))
        .rejects(new Subject(Optional.empty(), Optional.of("m"), List.of()));
  }
}
