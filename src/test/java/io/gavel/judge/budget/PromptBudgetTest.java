package io.gavel.judge.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.deadletter.Reason;
import io.gavel.judge.TestingRequests;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.protocol.Protocol;
import io.gavel.schema.JudgeRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PromptBudgetTest {
  private static final int ANSWER = 1000;

  /// Four characters are a token.
  private int countings;

  private int contextLength = 8000;
  private boolean counts = true;

  private final TokenCounter counter =
      new TokenCounter() {
        @Override
        public OptionalInt contextLength() {
          return contextLength == 0 ? OptionalInt.empty() : OptionalInt.of(contextLength);
        }

        @Override
        public OptionalInt count(Prompt prompt) {
          countings++;
          return counts ? OptionalInt.of(prompt.length() / 4) : OptionalInt.empty();
        }
      };

  @Test
  void aPromptOfFewerBytesThanThereIsRoomForIsNotCounted() throws Exception {
    assertThat(fit(Optional.empty(), "a".repeat(6800))).isInstanceOf(Fitted.Ready.class);
    assertThat(countings).isZero();
  }

  @Test
  void charactersOfSeveralBytesAreCountedAsSuch() throws Exception {
    assertThat(fit(Optional.empty(), "\u4e2d".repeat(3000))).isInstanceOf(Fitted.Ready.class);
    assertThat(countings).isOne();
  }

  @Test
  void aPromptThatFitsOnceCountedIsAskedAsItIs() throws Exception {
    Fitted.Ready ready = (Fitted.Ready) fit(Optional.of(Part.RESPONSE), "a".repeat(27_000));
    assertThat(ready.prompt().flags()).isEmpty();
    assertThat(ready.request().getGeneration().getResponse()).hasSize(27_000);
  }

  @Test
  void aPromptOverTheContextIsRefusedWithTheNumbers() throws Exception {
    assertThat(fit(Optional.empty(), "a".repeat(40_000)))
        .isEqualTo(
            new Fitted.Not(
                Reason.CONTEXT_TOO_LONG,
                "the prompt has 10001 tokens and its answer may have 1000; the model's context is 8000;"
                    + " asking.shorten of the profile would have a part of it shortened"));
  }

  @Test
  void theResponseIsShortenedUntilItFitsAndTheFeedbackWillSaySo() throws Exception {
    Fitted.Ready ready = (Fitted.Ready) fit(Optional.of(Part.RESPONSE), "a".repeat(100_000));
    assertThat(ready.prompt().flags()).containsExactly("response_shortened");
    String shown = ((Prompt.Chat) ready.prompt().prompt()).turns().getFirst().content();
    assertThat(shown).contains("characters left out");
    assertThat(shown.length() / 4).isBetween(6000, 7000);
  }

  @Test
  void bothResponsesOfAPairAreShortenedAlike() throws Exception {
    JudgeRequest pair =
        TestingRequests.request("Why?", "a".repeat(30_000))
            .setComparedTo(TestingRequests.generation("Why?", "b".repeat(30_000)))
            .build();
    Fitted.Ready ready = (Fitted.Ready) budget(Optional.of(Part.RESPONSE)).fit(pair);
    assertThat(ready.request().getComparedTo().orElseThrow().getResponse())
        .startsWith("bb")
        .hasSameSizeAs(ready.request().getGeneration().getResponse());
    assertThat(ready.request().getGeneration().getResponse()).hasSizeLessThan(14_000);
  }

  @Test
  void aResponseManyTimesTheContextIsShortenedToAboutWhatFits() throws Exception {
    assertThat(fit(Optional.of(Part.RESPONSE), "a".repeat(1_000_000)))
        .isInstanceOfSatisfying(
            Fitted.Ready.class,
            ready ->
                assertThat(ready.request().getGeneration().getResponse())
                    .hasSizeBetween(25_000, 28_000));
  }

  @Test
  void theLongOneOfAPairMakesUpForAllOfItWhereTheOtherIsShort() throws Exception {
    JudgeRequest pair =
        TestingRequests.request("Why?", "a".repeat(400_000))
            .setComparedTo(TestingRequests.generation("Why?", "Because."))
            .build();
    Fitted fitted = budget(Optional.of(Part.RESPONSE)).fit(pair);
    assertThat(fitted).isInstanceOf(Fitted.Ready.class);
    Fitted.Ready ready = (Fitted.Ready) fitted;
    assertThat(ready.request().getComparedTo().orElseThrow().getResponse()).isEqualTo("Because.");
    assertThat(ready.request().getGeneration().getResponse()).hasSizeBetween(20_000, 28_000);
  }

  @Test
  void theMarkTellsHowMuchOfTheWholeIsLeftOutHoweverOftenItIsShortened() throws Exception {
    contextLength = 0;
    Fitted.Ready asked = (Fitted.Ready) fit(Optional.of(Part.RESPONSE), "a".repeat(100_000));
    PromptBudget budget = budget(Optional.of(Part.RESPONSE));
    Fitted.Ready half = budget.afterRefusal(asked).orElseThrow();
    Fitted.Ready quarter = budget.afterRefusal(half).orElseThrow();
    String shown = quarter.request().getGeneration().getResponse();
    int left = shown.replaceAll("\n.*\n", "").length();
    assertThat(shown).contains("[... " + (100_000 - left) + " characters left out ...]");
  }

  @Test
  void aReferenceAnswerThatIsNotShownIsNotShortened() throws Exception {
    JudgeRequest request =
        TestingRequests.request("Why?", "a".repeat(100_000))
            .setReferenceAnswer("b".repeat(100_000))
            .build();
    PromptBudget budget = budget(Optional.of(Part.REFERENCE_ANSWER));
    assertThat(budget.fit(request)).isInstanceOf(Fitted.Not.class);
    assertThat(countings).isOne();
    contextLength = 0;
    Fitted.Ready asked = (Fitted.Ready) budget.fit(request);
    assertThat(budget.afterRefusal(asked)).isEmpty();
  }

  @Test
  void aPartTooShortToMakeUpForTheRestIsLeftAlone() throws Exception {
    JudgeRequest request = TestingRequests.request("Why?".repeat(10_000), "Because.").build();
    assertThat(budget(Optional.of(Part.RESPONSE)).fit(request))
        .isInstanceOfSatisfying(
            Fitted.Not.class,
            not ->
                assertThat(not.detail())
                    .endsWith("and its response is too short to make up for it"));
  }

  @Test
  void whereTheServerTellsNothingThePromptIsAskedAndHalvedAfterARefusal() throws Exception {
    contextLength = 0;
    Fitted.Ready asked = (Fitted.Ready) fit(Optional.of(Part.RESPONSE), "a".repeat(100_000));
    assertThat(asked.prompt().flags()).isEmpty();
    Fitted.Ready shorter = budget(Optional.of(Part.RESPONSE)).afterRefusal(asked).orElseThrow();
    assertThat(shorter.request().getGeneration().getResponse()).hasSizeBetween(50_000, 50_100);
    assertThat(shorter.prompt().flags()).containsExactly("response_shortened");
    assertThat(budget(Optional.empty()).afterRefusal(asked)).isEmpty();
  }

  @Test
  void aServerThatDoesNotCountIsAskedToo() throws Exception {
    counts = false;
    assertThat(fit(Optional.empty(), "a".repeat(100_000))).isInstanceOf(Fitted.Ready.class);
  }

  private Fitted fit(Optional<Part> shortened, String response) throws InterruptedException {
    return budget(shortened).fit(TestingRequests.request("Why?", response).build());
  }

  private PromptBudget budget(Optional<Part> shortened) {
    return new PromptBudget(new TestingKind(), counter, ANSWER, shortened);
  }

  /// Shows instruction and responses and nothing else.
  private static final class TestingKind implements JudgeKind {
    @Override
    public String variant() {
      return "testing";
    }

    @Override
    public Protocol protocol() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Rendering render(JudgeRequest request) {
      return new Rendering.Rendered(
          Prompt.Chat.user(
              request.getGeneration().getInstruction()
                  + request.getGeneration().getResponse()
                  + request.getComparedTo().map(other -> other.getResponse()).orElse("")),
          false,
          List.of());
    }

    @Override
    public Reading read(JudgeRequest request, Answer answer) {
      throw new UnsupportedOperationException();
    }
  }
}
