package io.gavel.simulator.api.completion;

import io.gavel.simulator.answer.AnswerToken;
import io.gavel.simulator.answer.TokenChance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What might stand at one place of an answer, in the order in which vLLM tells it: what was
/// chosen, and then the others by their probability. A little of it goes to words that mean nothing
/// there, as with a model.
final class RankedTokens {
  /// What the words that mean nothing have together.
  static final double STRAY = 0.001;

  private static final List<String> STRAYS =
      List.of(
          " the", ".", ",", "\n", " a", " and", " of", " is", " to", " in", "</s>", " that", " it",
          " for", " as", ":", " with", " but", " was", " not", " be", " on");

  private RankedTokens() {}

  /// All that might stand there; the first is what does.
  static List<TokenChance> of(AnswerToken token) {
    List<TokenChance> known =
        token.chances().isEmpty()
            ? List.of(new TokenChance(token.text(), 1))
            : token.chances().stream().filter(it -> it.probability() > 0).toList();
    List<TokenChance> all = new ArrayList<>();
    known.forEach(it -> all.add(new TokenChance(it.token(), it.probability() * (1 - STRAY))));
    double left = STRAY;
    for (String stray : STRAYS) {
      left /= 2;
      if (known.stream().noneMatch(it -> it.token().equals(stray))) {
        all.add(new TokenChance(stray, left));
      }
    }
    all.sort(Comparator.comparingDouble(TokenChance::probability).reversed());
    return Stream.concat(
            all.stream().filter(it -> it.token().equals(token.text())),
            all.stream().filter(it -> !it.token().equals(token.text())))
        .toList();
  }
}
