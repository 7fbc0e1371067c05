package io.gavel.evaluate;

import io.gavel.deadletter.Reason;
import io.gavel.judge.Verdict;
import io.gavel.schema.JudgeSample;
import io.gavel.schema.Judgement;
import io.gavel.schema.Preferred;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Verdicts for tests.
public final class TestingVerdicts {
  private TestingVerdicts() {}

  /// A score of as many samples as are given.
  public static Verdict.Scored scored(int level, double mean, Integer... samples) {
    return scored(level, mean, null, samples);
  }

  public static Verdict.Scored scored(
      int level, double mean, Verdict.@Nullable Expectation expectation, Integer... samples) {
    return new Verdict.Scored(
        level, mean, null, expectation, List.of(), "Fine.", List.of(), judgement(samples));
  }

  public static Verdict.Compared compared(Preferred preferred) {
    return new Verdict.Compared(preferred, null, null, "Fine.", List.of(), judgement());
  }

  public static Verdict.Unjudged unjudged(Reason reason) {
    return new Verdict.Unjudged(reason, "no verdict", 1, "raw", false);
  }

  private static Judgement judgement(Integer... samples) {
    return Judgement.newBuilder()
        .setJudgeProfile("profile")
        .setKind("prometheus")
        .setModel("model")
        .setEndpoint("http://localhost")
        .setPromptVariant("prometheus-2")
        .setWithReference(false)
        .setStandIn(false)
        .setAttempts(1)
        .setSamples(
            Arrays.stream(samples)
                .map(score -> JudgeSample.newBuilder().setScore(score).setFeedback("Fine.").build())
                .toList())
        .setLatencyMillis(1)
        .setJudgedAt(Instant.EPOCH)
        .build();
  }
}
