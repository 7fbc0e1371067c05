package io.gavel.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.schema.Rubric;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayRubricTest {
  private static final Map<String, Rubric> PRODUCTION = Map.of("clarity", rubric(1));

  @Test
  void aVersionStandsBehindTheLastSign() {
    assertThat(ReplayRubric.parse("clarity@2"))
        .contains(new ReplayRubric("clarity", Optional.of(2)));
    assertThat(ReplayRubric.parse("me@home"))
        .contains(new ReplayRubric("me@home", Optional.empty()));
    assertThat(ReplayRubric.parse(" ")).isEmpty();
  }

  @Test
  void theReplaysOwnRubricGoesBeforeProductions() {
    ReplayRubric newest = new ReplayRubric("clarity", Optional.empty());

    assertThat(newest.choose(Map.of(), PRODUCTION).getVersion()).isEqualTo(1);
    assertThat(newest.choose(Map.of("clarity", rubric(2)), PRODUCTION).getVersion()).isEqualTo(2);
  }

  @Test
  void whatIsNotThereIsToldWithWhatToDo() {
    assertThatThrownBy(
            () -> new ReplayRubric("tone", Optional.empty()).choose(Map.of(), PRODUCTION))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("there is no rubric tone: publish it with `gavel apply");
    assertThatThrownBy(
            () -> new ReplayRubric("clarity", Optional.of(3)).choose(Map.of(), PRODUCTION))
        .hasMessageContaining("in version 1, not in 3");
    assertThatThrownBy(() ->
            new ReplayRubric("clarity", Optional.of(3))
                .choose(Map.of("clarity", rubric(2)), PRODUCTION))
        .hasMessageContaining("give another name with --as");
  }

  private static Rubric rubric(int version) {
    return Rubric.newBuilder()
        .setRubricId("clarity")
        .setVersion(version)
        .setCriteria("Is it clear?")
        .build();
  }
}
