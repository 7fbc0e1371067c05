package io.gavel.evaluate;

import io.gavel.agreement.Choice;
import io.gavel.evaluate.data.LabelledItem;
import io.gavel.hash.Ids;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// An item's label and what the judge said, without the texts. Outcomes may come on any thread.
public final class Assessed {
  /// What was known of the item.
  public sealed interface Label {}

  /// The scores of one response.
  ///
  /// @param scores for each run, its score; NaN where it gave none
  public record Scores(List<Double> scores) implements Label {}

  /// The better one of two responses.
  ///
  /// @param first tells the first response of this instruction from its others
  /// @param second the same of the second response; may be the same
  /// @param choice the better one
  public record Pair(String first, String second, Choice choice) implements Label {}

  private final Label label;
  private final Map<View, Outcome> outcomes = new ConcurrentHashMap<>();

  private Assessed(Label label) {
    this.label = label;
  }

  /// An item about which nothing was asked yet.
  static Assessed of(LabelledItem item) {
    return new Assessed(
        switch (item) {
          case LabelledItem.Direct direct -> new Scores(direct.scores());
          case LabelledItem.Pair pair ->
              new Pair(
                  Ids.hash(pair.task().instruction(), pair.first()),
                  Ids.hash(pair.task().instruction(), pair.second()),
                  pair.label());
        });
  }

  void put(View view, Outcome outcome) {
    outcomes.put(view, outcome);
  }

  /// What was known of it.
  public Label label() {
    return label;
  }

  /// What the judge said; empty where it was not asked that.
  public Optional<Outcome> outcome(View view) {
    return Optional.ofNullable(outcomes.get(view));
  }

  /// All that the judge said.
  public List<Outcome> outcomes() {
    return List.copyOf(outcomes.values());
  }
}
