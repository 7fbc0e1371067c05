package io.gavel.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.agreement.Choice;
import io.gavel.judge.Verdict;
import io.gavel.schema.JudgeSample;
import io.gavel.schema.Preferred;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Verdicts as outcomes, and as the fields of a line.
final class VerdictJson {
  private VerdictJson() {}

  /// What counts of a verdict.
  static Outcome outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Scored scored -> {
        Verdict.Expectation expectation = scored.expectation();
        yield new Outcome.Scored(
            scored.score(),
            scored.meanScore(),
            expectation == null ? OptionalDouble.empty() : OptionalDouble.of(expectation.score()),
            samples(scored),
            scored.judgement().getStandIn());
      }
      case Verdict.Compared compared ->
          new Outcome.Preferred(choice(compared.preferred()), compared.judgement().getStandIn());
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
        Verdict.Expectation expectation = scored.expectation();
        if (expectation != null) {
          line.put("expected_score", expectation.score());
          expectation.probabilities().forEach(line.putArray("probabilities")::add);
        }
        samples(scored).forEach(line.putArray("samples")::add);
        line.put("feedback", scored.feedback());
        scored.flags().forEach(line.putArray("flags")::add);
        line.put("stand_in", scored.judgement().getStandIn());
      }
      case Verdict.Compared compared -> {
        line.put("preferred", choice(compared.preferred()).name().toLowerCase(Locale.ROOT));
        line.put("first_probability", compared.firstProbability());
        line.put("feedback", compared.feedback());
        compared.flags().forEach(line.putArray("flags")::add);
        line.put("stand_in", compared.judgement().getStandIn());
      }
      case Verdict.Unjudged unjudged -> {
        line.put("reason", unjudged.reason().code());
        line.put("detail", unjudged.detail());
        line.put("raw_answer", unjudged.rawAnswer());
        line.put("stand_in", unjudged.standIn());
      }
    }
  }

  private static Choice choice(Preferred preferred) {
    return switch (preferred) {
      case FIRST -> Choice.FIRST;
      case SECOND -> Choice.SECOND;
      case TIE -> Choice.TIE;
    };
  }

  private static List<Integer> samples(Verdict.Scored scored) {
    return scored.judgement().getSamples().stream()
        .map(JudgeSample::getScore)
        .flatMap(Optional::stream)
        .toList();
  }
}
