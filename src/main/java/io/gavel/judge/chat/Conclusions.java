package io.gavel.judge.chat;

import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Scale;
import io.gavel.schema.Check;
import io.gavel.schema.Preferred;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Makes readings of what an answer concludes, in whichever form it did.
final class Conclusions {
  /// A whole number in plain digits: without a plus, a leading zero, a point or an exponent.
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,8}");

  /// In the order of the words for them.
  private static final List<Preferred> VERDICTS =
      List.of(Preferred.FIRST, Preferred.SECOND, Preferred.TIE);

  private Conclusions() {}

  /// A score.
  ///
  /// @param digits as the answer writes it
  static Reading score(String digits, Scale scale, String feedback) {
    if (!WHOLE.matcher(digits).matches()) {
      return new Reading.Unreadable("its score is no whole number");
    }
    int score = Integer.parseInt(digits);
    return scale.holds(score)
        ? Reading.Score.of(score, feedback)
        : new Reading.Unreadable(
            "its score %d is not on the scale from %d to %d"
                .formatted(score, scale.minimum(), scale.maximum()));
  }

  /// The score of a checklist: how many of its items are met.
  ///
  /// @param met by item; as many as there are items
  static Reading checks(List<String> items, List<Boolean> met, String feedback) {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      checks.add(new Check(items.get(i), met.get(i)));
    }
    return new Reading.Score(checks.stream().filter(Check::getMet).count(), feedback, null, checks);
  }

  /// A preference.
  ///
  /// @param word as the answer writes it
  static Reading better(String word, Wanted.Better wanted, String feedback) {
    int place = wanted.symbols().indexOf(word);
    return place < 0
        ? new Reading.Unreadable("it prefers none of " + String.join(", ", wanted.symbols()))
        : new Reading.Preference(VERDICTS.get(place), feedback, null);
  }
}
