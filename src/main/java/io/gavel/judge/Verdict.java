package io.gavel.judge;

import io.gavel.deadletter.Reason;
import io.gavel.schema.Judgement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The final outcome of one judge request: a score, or the reason why there is none. A failure is
/// never a score.
public sealed interface Verdict {
  /// The judge gave a score on the rubric's scale.
  ///
  /// @param score the integer score, within the rubric's scale
  /// @param meanScore the mean over the samples; equals `score` for one sample
  /// @param feedback the judge's words, without the result marker
  /// @param flags what a reader should know, such as `injection_suspected`; empty: nothing
  /// @param judgement who judged, how, and what it took
  record Scored(
      int score, double meanScore, String feedback, List<String> flags, Judgement judgement)
      implements Verdict {
    /// Copies.
    public Scored {
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
