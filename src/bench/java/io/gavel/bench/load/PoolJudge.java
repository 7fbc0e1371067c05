package io.gavel.bench.load;

import io.gavel.judge.Judge;
import io.gavel.judge.Verdict;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.JudgeSample;
import io.gavel.schema.Judgement;
import io.gavel.trace.AskingTrace;
import java.time.Instant;
import java.util.List;

/// A judge in this process in front of a simulated pool. Its verdict is always the same, and makes
/// a feedback record about as large as the requests are.
public final class PoolJudge implements Judge {
  /// What a feedback record takes besides the judge's words, in bytes, roughly.
  private static final int FRAME = 290;

  private final Pool pool;
  private final Verdict verdict;

  /// @param pool what takes the time
  /// @param bytes about how large a feedback record becomes
  public PoolJudge(Pool pool, int bytes) {
    this.pool = pool;
    // The words are in a feedback record twice: of the verdict, and of its only sample.
    String words = Requests.text(-1, (bytes - FRAME) / 2);
    this.verdict =
        Verdict.Scored.plain(
            4,
            words,
            List.of(),
            Judgement.newBuilder()
                .setJudgeProfile("prometheus")
                .setKind("prometheus")
                .setModel("simulated")
                .setEndpoint("http://127.0.0.1:8000/v1")
                .setPromptVariant("prometheus-2")
                .setWithReference(false)
                .setStandIn(true)
                .setAttempts(1)
                .setSamples(List.of(new JudgeSample(4, 4.0, null, words, 100, 20)))
                .setLatencyMillis(100)
                .setJudgedAt(Instant.EPOCH)
                .build());
  }

  @Override
  public Verdict assess(JudgeRequest request, AskingTrace trace) throws InterruptedException {
    pool.serve(request.getRequestId());
    return verdict;
  }
}
