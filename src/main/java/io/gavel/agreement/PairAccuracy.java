package io.gavel.agreement;

import java.util.List;
import java.util.OptionalDouble;

/// The share of pairs on which a judge is right, 0 to 1. A pair without a choice that could be read
/// counts as wrong.
public enum PairAccuracy {
  /// Over all pairs; where the label is a tie, only a tie is right.
  WITH_TIES("accuracy with ties") {
    @Override
    boolean counts(LabelledChoice choice) {
      return true;
    }
  },
  /// Over the pairs whose label is no tie; a judge's tie is wrong there.
  WITHOUT_TIES("accuracy without ties") {
    @Override
    boolean counts(LabelledChoice choice) {
      return choice.label() != Choice.TIE;
    }
  };

  private final String title;

  PairAccuracy(String title) {
    this.title = title;
  }

  /// What people call it.
  public String title() {
    return title;
  }

  /// The share; empty where no pair counts.
  public OptionalDouble of(List<LabelledChoice> choices) {
    return choices.stream()
        .filter(this::counts)
        .mapToDouble(choice -> choice.isRight() ? 1 : 0)
        .average();
  }

  abstract boolean counts(LabelledChoice choice);
}
