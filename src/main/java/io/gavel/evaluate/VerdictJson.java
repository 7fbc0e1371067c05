package io.gavel.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.judge.Verdict;
import io.gavel.schema.JudgeSample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Verdicts as outcomes, and as the fields of a line.
final class VerdictJson {
  private VerdictJson() {}

  /// What counts of a verdict.
  static Outcome outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Scored scored ->
          new Outcome.Scored(
              scored.score(),
              scored.meanScore(),
              OptionalDouble.empty(),
              samples(scored),
              scored.judgement().getStandIn());
      case Verdict.Unjudged unjudged ->
          new Outcome.Unjudged(unjudged.reason().code(), unjudged.standIn());
    };
  }

  /// Writes all of a verdict that a person may want to see.
  static void write(Verdict verdict, ObjectNode line) {
    switch (verdict) {
      case Verdict.Scored scored -> {
        line.put("score", scored.score());
        line.put("mean_score", scored.meanScore());
        line.put("feedback", scored.feedback());
        line.put("stand_in", scored.judgement().getStandIn());
        samples(scored).forEach(line.putArray("samples")::add);
        scored.flags().forEach(line.putArray("flags")::add);
      }
      case Verdict.Unjudged unjudged -> {
        line.put("reason", unjudged.reason().code());
        line.put("detail", unjudged.detail());
        line.put("raw_answer", unjudged.rawAnswer());
        line.put("stand_in", unjudged.standIn());
      }
    }
  }

  private static List<Integer> samples(Verdict.Scored scored) {
    return scored.judgement().getSamples().stream()
        .map(JudgeSample::getScore)
        .flatMap(Optional::stream)
        .toList();
  }
}
