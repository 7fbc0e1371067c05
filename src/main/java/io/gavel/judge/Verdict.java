package io.gavel.judge;

import io.gavel.deadletter.Reason;
import io.gavel.schema.Check;
import io.gavel.schema.Judgement;
import io.gavel.schema.Preferred;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The final outcome of one judge request: a score or a preference, or the reason why there is
/// none. A failure is never a score.
public sealed interface Verdict {
  /// The judge gave a score on the rubric's scale.
  ///
  /// @param score the nearest level, within the rubric's scale
  /// @param meanScore the mean over the samples, with the decimals that some kinds of judge give
  /// @param spread how far the samples lie apart; null for a single one
  /// @param expectation what the judge's own probabilities say; null where it gave none
  /// @param checks the verdicts on the items of a checklist; empty where the rubric has none
  /// @param feedback the judge's words, without the result marker
  /// @param flags what a reader should know, such as `injection_suspected`; empty: nothing
  /// @param judgement who judged, how, and what it took
  record Scored(
      int score,
      double meanScore,
      @Nullable Spread spread,
      @Nullable Expectation expectation,
      List<Check> checks,
      String feedback,
      List<String> flags,
      Judgement judgement)
      implements Verdict {
    /// Copies.
    public Scored {
      checks = List.copyOf(checks);
      flags = List.copyOf(flags);
    }

    /// Of one sample, without probabilities and checks.
    public static Scored plain(
        int score, String feedback, List<String> flags, Judgement judgement) {
      return new Scored(score, score, null, null, List.of(), feedback, flags, judgement);
    }
  }

  /// How far samples lie apart.
  ///
  /// @param deviation the standard deviation of their scores, divided by their number, 0 or more
  /// @param agreement the share of them that gave the published score, 0 to 1
  record Spread(double deviation, double agreement) {}

  /// A score under the judge's own probabilities.
  ///
  /// @param score the expected score
  /// @param probabilities of each level, ascending; together 1
  record Expectation(double score, List<Double> probabilities) {
    /// Copies.
    public Expectation {
      probabilities = List.copyOf(probabilities);
    }
  }

  /// The judge compared two responses.
  ///
  /// @param preferred the better one
  /// @param firstProbability how probable the first is to be the better one, 0 to 1; null where the
  ///   judge gave no probabilities
  /// @param agreement the share of the samples that gave this preference, above 0 up to 1; null for
  ///   a single one
  /// @param feedback the judge's words, without the result marker
  /// @param flags what a reader should know; empty: nothing
  /// @param judgement who judged, how, and what it took
  record Compared(
      Preferred preferred,
      @Nullable Double firstProbability,
      @Nullable Double agreement,
      String feedback,
      List<String> flags,
      Judgement judgement)
      implements Verdict {
    /// Copies.
    public Compared {
      flags = List.copyOf(flags);
    }
  }

  /// There is no score and asking again would not bring one: the request becomes a dead letter.
  ///
  /// @param reason why
  /// @param detail the reason in a sentence for a person; contains neither prompt nor response
  /// @param attempts how many calls were made
  /// @param rawAnswer what the judge answered last, verbatim, at most 64 KiB of it in UTF-8; null
  ///   where it answered nothing
  /// @param standIn whether the judge was a stand-in
  record Unjudged(
      Reason reason, String detail, int attempts, @Nullable String rawAnswer, boolean standIn)
      implements Verdict {}
}
