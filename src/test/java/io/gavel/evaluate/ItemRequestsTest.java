package io.gavel.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.agreement.Choice;
import io.gavel.evaluate.data.LabelledItem;
import io.gavel.evaluate.data.LabelledItem.Task;
import io.gavel.judge.TestingRequests;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ItemRequestsTest {
  private static final ItemRequests OWN =
      new ItemRequests(Optional.empty(), Optional.empty(), false);

  @Test
  void aResponseIsAskedOnceWithAllThatIsKnown() {
    Ask ask = only(OWN.of(TestingItems.direct(7, 3.0)));
    assertThat(ask.view()).isEqualTo(View.RESPONSE);
    JudgeRequest request = ask.request();
    assertThat(request.getGeneration().getInstruction()).isEqualTo("Say hello.");
    assertThat(request.getGeneration().getResponse()).isEqualTo("Hello, 7");
    assertThat(request.getGeneration().getModel()).isEqualTo("llama");
    assertThat(request.getReferenceAnswer()).contains("The best.");
    assertThat(request.getRubric().getMode()).isEqualTo(RubricMode.ABSOLUTE);
    assertThat(request.getComparedTo()).isEmpty();
  }

  @Test
  void aPairIsAskedInBothOrders() {
    List<Ask> asks = OWN.of(TestingItems.pair(1, "one", "two", Choice.FIRST));
    assertThat(asks).extracting(Ask::view).containsExactly(View.FORWARD, View.BACKWARD);
    assertThat(asks)
        .allSatisfy(
            ask -> assertThat(ask.request().getRubric().getMode()).isEqualTo(RubricMode.RELATIVE));
    assertThat(asks)
        .extracting(ask -> ask.request().getGeneration().getResponse())
        .containsExactly("one", "two");
    assertThat(asks)
        .extracting(ask -> ask.request().getComparedTo().orElseThrow().getResponse())
        .containsExactly("two", "one");
  }

  @Test
  void aPairsResponsesMayBeAskedAloneAsWell() {
    ItemRequests both = new ItemRequests(Optional.empty(), Optional.empty(), true);
    List<Ask> asks = both.of(TestingItems.pair(1, "one", "two", Choice.FIRST));
    assertThat(asks)
        .extracting(Ask::view)
        .containsExactly(View.FORWARD, View.BACKWARD, View.FIRST, View.SECOND);
    assertThat(asks.getLast().request().getRubric().getMode()).isEqualTo(RubricMode.ABSOLUTE);
    assertThat(asks.getLast().request().getGeneration().getResponse()).isEqualTo("two");
  }

  @Test
  void theRubricsProfileIsNotFollowedBecauseAnotherIsEvaluated() {
    Rubric rubric = TestingRequests.rubric().setJudgeProfile("other").build();
    ItemRequests given = new ItemRequests(Optional.of(rubric), Optional.of(3), false);
    Rubric used = only(given.of(TestingItems.direct(1, 3.0))).request().getRubric();
    assertThat(used.getJudgeProfile()).isEmpty();
    assertThat(used.getSamples()).isEqualTo(3);
  }

  @Test
  void requestsDifferWhereWhatIsShownDiffers() {
    String id = id(OWN, TestingItems.direct(1, 3.0));
    assertThat(id).isEqualTo(id(OWN, TestingItems.direct(1, 5.0)));
    assertThat(id).isNotEqualTo(id(OWN, TestingItems.direct(2, 3.0)));
    assertThat(id)
        .isNotEqualTo(
            id(
                new ItemRequests(Optional.empty(), Optional.of(2), false),
                TestingItems.direct(1, 3.0)));
    Rubric other = TestingRequests.rubric().setCriteria("Is it short?").build();
    assertThat(id)
        .isNotEqualTo(
            id(
                new ItemRequests(Optional.of(other), Optional.empty(), false),
                TestingItems.direct(1, 3.0)));
  }

  @Test
  void whatIsAskedAboutOneItemIsToldApartEvenWhereTheResponsesAreTheSame() {
    ItemRequests both = new ItemRequests(Optional.empty(), Optional.empty(), true);
    assertThat(both.of(TestingItems.pair(1, "same", "same", Choice.TIE)))
        .extracting(ask -> ask.request().getRequestId())
        .doesNotHaveDuplicates();
  }

  @Test
  void aChecklistIsAScaleToo() {
    Rubric.Builder rubric = TestingRequests.rubric().setLevels(List.of());
    ItemRequests polite = checklist(rubric.setChecklist(List.of("Polite?")).build());
    ItemRequests brief = checklist(rubric.setChecklist(List.of("Brief?")).build());
    LabelledItem item = TestingItems.direct(1, 1.0);
    assertThat(polite.problem(item)).isEmpty();
    assertThat(id(polite, item)).isNotEqualTo(id(brief, item));
  }

  private static ItemRequests checklist(Rubric rubric) {
    return new ItemRequests(Optional.of(rubric), Optional.empty(), false);
  }

  @Test
  void aPairWithoutARubricIsJudgedByAGeneralOne() {
    LabelledItem pair =
        new LabelledItem.Pair(
            1, new Task("Hello?", Optional.empty(), Optional.empty()), "a", "b", Choice.TIE);
    assertThat(OWN.problem(pair)).isEmpty();
    assertThat(OWN.of(pair).getFirst().request().getRubric().getCriteria())
        .startsWith("Which response serves the person who asked better");
  }

  @Test
  void whatCannotBeJudgedIsSaid() {
    Task bare = new Task("Hello?", Optional.empty(), Optional.empty());
    LabelledItem direct = new LabelledItem.Direct(1, bare, "Hi.", Optional.empty(), List.of(3.0));
    assertThat(OWN.problem(direct)).contains("brings no rubric: give one with --rubric");
    ItemRequests without =
        new ItemRequests(
            Optional.of(TestingRequests.rubric().setLevels(List.of()).build()),
            Optional.empty(),
            false);
    assertThat(without.problem(direct))
        .contains("has a rubric without levels, which a score needs: give one with --rubric");
    ItemRequests required =
        new ItemRequests(
            Optional.of(TestingRequests.rubric().setReferenceUse(ReferenceUse.REQUIRED).build()),
            Optional.empty(),
            false);
    assertThat(required.problem(direct))
        .contains("has no reference answer, which the rubric requires");
    assertThat(required.problem(TestingItems.direct(1, 3.0))).isEmpty();
  }

  @Test
  void aLabelOffItsOwnRubricsScaleIsSaidAndAnotherRubricMayHaveAnotherScale() {
    LabelledItem item = TestingItems.direct(1, 3.0, Double.NaN, 7.0);
    assertThat(OWN.problem(item))
        .contains("has a label of 7.0, and its rubric's levels are 1 to 5");
    assertThat(OWN.problem(TestingItems.direct(1, 3.5, Double.NaN))).isEmpty();
    ItemRequests other =
        new ItemRequests(Optional.of(TestingRequests.rubric().build()), Optional.empty(), false);
    assertThat(other.problem(item)).isEmpty();
  }

  @Test
  void aRubricThatWantsNoReferenceShowsNone() {
    ItemRequests none =
        new ItemRequests(
            Optional.of(TestingRequests.rubric().setReferenceUse(ReferenceUse.NONE).build()),
            Optional.empty(),
            false);
    assertThat(only(none.of(TestingItems.direct(1, 3.0))).request().getReferenceAnswer()).isEmpty();
  }

  private static String id(ItemRequests requests, LabelledItem item) {
    return only(requests.of(item)).request().getRequestId();
  }

  private static Ask only(List<Ask> asks) {
    assertThat(asks).hasSize(1);
    return asks.getFirst();
  }
}
