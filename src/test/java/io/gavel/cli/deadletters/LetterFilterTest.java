package io.gavel.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.cli.tail.Filter;
import io.gavel.schema.DeadLetter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterFilterTest {
  private static final DeadLetter LETTER = Letters.judge("abcd1").build();

  @Test
  void withoutAnythingAllPass() {
    assertThat(filter(Set.of(), null, null, null).test(LETTER)).isTrue();
  }

  @Test
  void oneOfTheReasonsMustFit() {
    assertThat(filter(Set.of("x", "unreadable_answer"), null, null, null).test(LETTER)).isTrue();
    assertThat(filter(Set.of("x"), null, null, null).test(LETTER)).isFalse();
  }

  @Test
  void theStageMustFit() {
    assertThat(filter(Set.of(), "judge", null, null).test(LETTER)).isTrue();
    assertThat(filter(Set.of(), "enrich", null, null).test(LETTER)).isFalse();
  }

  @Test
  void sinceIsIncludedAndUntilIsNot() {
    Instant at = Letters.FAILED_AT;
    assertThat(filter(Set.of(), null, at, null).test(LETTER)).isTrue();
    assertThat(filter(Set.of(), null, at.plusMillis(1), null).test(LETTER)).isFalse();
    assertThat(filter(Set.of(), null, null, at).test(LETTER)).isFalse();
    assertThat(filter(Set.of(), null, null, at.plusMillis(1)).test(LETTER)).isTrue();
  }

  @Test
  void whatCouldNotBeReadHasNoNameThatFits() {
    LetterFilter filter =
        new LetterFilter(
            Set.of(),
            Optional.empty(),
            new Filter("*", null, null),
            Optional.empty(),
            Optional.empty());
    assertThat(filter.test(LETTER)).isTrue();
    assertThat(filter.test(Letters.judge("d").setApplication(null).build())).isFalse();
  }

  @Test
  void namedOnesAreFoundByTheirBeginningsAndWhatIsWrongIsSaid() {
    Prefixes prefixes = new Prefixes(List.of("abcd", "abcd1", "ffff"));

    assertThat(prefixes.test(LETTER)).isTrue();
    assertThat(prefixes.test(Letters.judge("abcd2").build())).isTrue();
    assertThat(prefixes.test(Letters.judge("0000").build())).isFalse();
    assertThat(prefixes.problems())
        .containsExactly("abcd is ambiguous: abcd1, abcd2", "there is no dead letter ffff");
    assertThat(new Prefixes(List.of()).test(LETTER)).isTrue();
    assertThat(List.of("abc", "abcg", "ABCD", "a".repeat(33))).noneMatch(Prefixes::isOne);
  }

  private static LetterFilter filter(
      Set<String> reasons,
      @Nullable String stage,
      @Nullable Instant since,
      @Nullable Instant until) {
    return new LetterFilter(
        reasons,
        Optional.ofNullable(stage),
        new Filter(null, null, null),
        Optional.ofNullable(since),
        Optional.ofNullable(until));
  }
}
