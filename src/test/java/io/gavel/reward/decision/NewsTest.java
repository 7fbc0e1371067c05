package io.gavel.reward.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestRecords;
import io.gavel.reward.Pairs;
import io.gavel.schema.CandidateScore;
import io.gavel.schema.Feedback;
import io.gavel.schema.PairOrder;
import io.gavel.schema.Preferred;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewsTest {
  @Test
  void aRequestBringsTheResponseThatIsShownFirst() {
    PairOrder order =
        (PairOrder) News.of(Pairs.request("a", "b", 3).build()).orElseThrow().getUpdate();

    assertThat(order.getCandidateGroup()).isEqualTo("c");
    assertThat(order.getGenerationId()).isEqualTo("a");
    assertThat(order.getComparedToId()).isEqualTo("b");
    assertThat(order.getPairsOfGroup()).isEqualTo(3);
    assertThat(order.getResponse()).contains("Response a");
    assertThat(order.getModel()).contains("model-a");
    assertThat(order.getPreferred()).isEmpty();
    assertThat(Deciding.isComplete(order)).isFalse();
  }

  @Test
  void requestAndVerdictCompleteEachOtherInAnyOrder() {
    PairOrder request =
        (PairOrder) News.of(Pairs.request("a", "b", 3).build()).orElseThrow().getUpdate();
    PairOrder verdict =
        (PairOrder)
            News.of(Pairs.verdict("a", "b", Preferred.SECOND).build()).orElseThrow().getUpdate();

    PairOrder together = Deciding.together(request, verdict);

    assertThat(Deciding.isComplete(together)).isTrue();
    assertThat(together).isEqualTo(Deciding.together(verdict, request));
    assertThat(together.getPairsOfGroup()).isEqualTo(3);
    assertThat(together.getPreferred()).contains(Preferred.SECOND);
    assertThat(together.getFeedback()).contains("Of a before b.");
  }

  @Test
  void anAbsoluteScoreIsPutOnItsScale() {
    assertThat(score(Pairs.absolute("a"))).isEqualTo(0.5);
    assertThat(score(Pairs.absolute("a").setExpectedScore(4.2))).isEqualTo(0.8);
    assertThat(score(Pairs.absolute("a").setScaleMinimum(0).setScaleMaximum(3))).isEqualTo(1);
  }

  @Test
  void whatIsOfNoGroupOrOfNoPairIsNoNews() {
    assertThat(News.of(TestRecords.judgeRequest("a").build())).isEmpty();
    assertThat(News.of(Pairs.absolute("a").setCandidateGroup(null).build())).isEmpty();
    assertThat(News.of(Pairs.verdict("a", "b", Preferred.TIE).setPreferred(null).build()))
        .isEqualTo(Optional.empty());
  }

  private static double score(Feedback.Builder feedback) {
    return ((CandidateScore) News.of(feedback.build()).orElseThrow().getUpdate()).getValue();
  }
}
