package io.gavel.evaluate;

import io.gavel.agreement.Choice;
import java.util.List;
import java.util.OptionalDouble;

/// What came of asking a judge once, or in its place what an earlier run wrote down.
public sealed interface Outcome {
  /// Whether a stand-in judged.
  boolean standIn();

  /// A score.
  ///
  /// @param level the whole level
  /// @param mean the mean over the samples
  /// @param expected the expectation over the levels' probabilities; empty where the judge gave
  ///   none
  /// @param samples the score of each sample
  /// @param standIn whether a stand-in judged
  record Scored(
      int level, double mean, OptionalDouble expected, List<Integer> samples, boolean standIn)
      implements Outcome {
    /// Copies.
    public Scored {
      samples = List.copyOf(samples);
    }
  }

  /// A preference between two responses.
  ///
  /// @param choice the better one, in the order in which they were shown
  /// @param standIn whether a stand-in judged
  record Preferred(Choice choice, boolean standIn) implements Outcome {}

  /// No verdict.
  ///
  /// @param reason the reason's code, such as `unreadable_answer`
  /// @param standIn whether a stand-in judged
  record Unjudged(String reason, boolean standIn) implements Outcome {}
}
