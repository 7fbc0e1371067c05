package io.gavel.agreement;

import java.util.Optional;

/// What people chose of a pair, and what the judge did.
///
/// @param label what is right
/// @param judged the judge's choice; empty where it gave none that could be read
public record LabelledChoice(Choice label, Optional<Choice> judged) {
  /// Whether the judge is right; giving no choice is wrong.
  public boolean isRight() {
    return judged.equals(Optional.of(label));
  }
}
