package io.gavel.agreement.ranking;

import static io.gavel.agreement.Choice.FIRST;
import static io.gavel.agreement.Choice.SECOND;
import static io.gavel.agreement.Choice.TIE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gavel.agreement.PairResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {
  private static final Offset<Double> PRINTED = within(0.006);

  /// Agresti 2002, Categorical Data Analysis, tables 10.10 and 10.11: seven baseball teams of 1987,
  /// 13 games of each pair. Row won against column.
  private static final List<String> TEAMS =
      List.of("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore");

  private static final int[][] GAMES = {
    {0, 7, 9, 7, 7, 9, 11},
    {6, 0, 7, 5, 11, 9, 9},
    {4, 6, 0, 7, 7, 8, 12},
    {6, 8, 6, 0, 6, 7, 10},
    {6, 2, 6, 7, 0, 7, 12},
    {4, 4, 5, 6, 6, 0, 6},
    {2, 4, 1, 3, 1, 7, 0},
  };

  /// On the log scale with Baltimore at 0: 0.68, 1.11, 1.25, 1.29, 1.44, 1.58.
  @Test
  void theStrengthsAreAgrestisOfBaseball() {
    Map<String, Double> logs =
        BradleyTerry.rank(baseball(), 1e-4).stream()
            .collect(Collectors.toMap(Ranked::candidate, ranked -> Math.log(ranked.strength())));
    double baltimore = logs.getOrDefault("Baltimore", Double.NaN);
    assertThat(logs.getOrDefault("Cleveland", Double.NaN) - baltimore).isCloseTo(0.68, PRINTED);
    assertThat(logs.getOrDefault("Boston", Double.NaN) - baltimore).isCloseTo(1.11, PRINTED);
    assertThat(logs.getOrDefault("New York", Double.NaN) - baltimore).isCloseTo(1.25, PRINTED);
    assertThat(logs.getOrDefault("Toronto", Double.NaN) - baltimore).isCloseTo(1.29, PRINTED);
    assertThat(logs.getOrDefault("Detroit", Double.NaN) - baltimore).isCloseTo(1.44, PRINTED);
    assertThat(logs.getOrDefault("Milwaukee", Double.NaN) - baltimore).isCloseTo(1.58, PRINTED);
  }

  @Test
  void theOrderOfTheResultsDoesNotMatter() {
    List<PairResult> reversed = new ArrayList<>(baseball());
    Collections.reverse(reversed);
    assertThat(BradleyTerry.rank(reversed, BradleyTerry.DEFAULT_PRIOR))
        .isEqualTo(BradleyTerry.rank(baseball(), BradleyTerry.DEFAULT_PRIOR));
  }

  @Test
  void anUndefeatedCandidateIsFiniteAndFirst() {
    List<Ranked> ranked =
        BradleyTerry.rank(
            List.of(new PairResult("a", "b", SECOND), new PairResult("b", "c", FIRST)),
            BradleyTerry.DEFAULT_PRIOR);
    assertThat(ranked).extracting(Ranked::candidate).containsExactly("b", "a", "c");
    assertThat(ranked.getFirst().strength()).isFinite().isGreaterThan(1);
    assertThat(ranked.getLast().strength()).isGreaterThan(0).isLessThan(1);
    assertThat(ranked.getFirst().wins()).isEqualTo(2);
    assertThat(ranked.getFirst().comparisons()).isEqualTo(2);
  }

  @Test
  void aTieIsHalfAWinForBoth() {
    List<Ranked> ranked =
        BradleyTerry.rank(List.of(new PairResult("b", "a", TIE)), BradleyTerry.DEFAULT_PRIOR);
    assertThat(ranked).extracting(Ranked::candidate).containsExactly("a", "b");
    assertThat(ranked).extracting(Ranked::wins).containsExactly(0.5, 0.5);
    assertThat(ranked).allSatisfy(one -> assertThat(one.strength()).isCloseTo(1, within(1e-9)));
  }

  @Test
  void candidatesThatNoChainLinksAreComparable() {
    List<Ranked> ranked =
        BradleyTerry.rank(
            List.of(
                new PairResult("a", "b", FIRST),
                new PairResult("c", "d", FIRST),
                new PairResult("c", "d", FIRST)),
            BradleyTerry.DEFAULT_PRIOR);
    assertThat(ranked).extracting(Ranked::candidate).containsExactly("c", "a", "b", "d");
  }

  @Test
  void withoutResultsThereIsNobody() {
    assertThat(BradleyTerry.rank(List.of(), BradleyTerry.DEFAULT_PRIOR)).isEmpty();
  }

  @Test
  void aPriorOfNothingIsRefused() {
    assertThatThrownBy(() -> BradleyTerry.rank(List.of(), 0))
        .hasMessage("prior is 0.0, must be above 0");
  }

  private static List<PairResult> baseball() {
    List<PairResult> results = new ArrayList<>();
    for (int i = 0; i < TEAMS.size(); i++) {
      for (int j = 0; j < TEAMS.size(); j++) {
        for (int game = 0; game < GAMES[i][j]; game++) {
          results.add(new PairResult(TEAMS.get(i), TEAMS.get(j), FIRST));
        }
      }
    }
    return results;
  }
}
