package io.gavel.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gavel.web.page.TestingReader.DRIFTED;
import static io.gavel.web.page.TestingReader.LAPTOP;
import static io.gavel.web.page.TestingReader.PHONE;
import static io.gavel.web.page.TestingReader.drifted;
import static io.gavel.web.page.TestingReader.feedback;
import static io.gavel.web.page.TestingReader.overflow;
import static io.gavel.web.page.TestingReader.rows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The page as a reader meets and uses it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
    value = "io.gavel.web.page.TestingBrowser#isInstalled",
    disabledReason = TestingBrowser.MISSING)
final class PageTest {
  private final TestingReader reader = new TestingReader();

  @AfterEach
  void leave() {
    Assertions.assertThat(reader.leave()).isEmpty();
  }

  @AfterAll
  void close() {
    reader.close();
  }

  @Test
  void itSaysWhatItIsAndWhatItKnows() {
    Page page = reader.open("");

    assertThat(page.locator("h1")).hasText("Gavel");
    assertThat(page.locator("#stand-in")).containsText("say nothing about the responses");
    assertThat(rows(page)).hasCount(9);
    assertThat(rows(page).first()).containsText("support-assistant · wren-3b");
    assertThat(rows(page).first()).containsText("support-resolution");
    assertThat(page.locator("#flow")).containsText("12,344");
    assertThat(page.locator("#pool")).containsText("left alone, its breaker is open");
    assertThat(page.locator("#pool [role=meter]").first()).hasAttribute("aria-valuenow", "9");
    assertThat(page.locator("#funnel")).containsText("a policy takes a sample");
    assertThat(page.locator("#lag")).containsText("41 records to go");
    assertThat(feedback(page).first()).containsText("by prometheus-7b-v2.0");
    Assertions.assertThat(overflow(page)).isZero();
  }

  @Test
  void aFilterLeavesRowsOutAndIsInTheAddress() {
    Page page = reader.open("");

    page.locator("#filter").fill("code wren");

    assertThat(rows(page)).hasCount(1);
    assertThat(page).hasURL(Pattern.compile("filter=code\\+wren"));
    page.reload();
    assertThat(rows(page)).hasCount(1);
    assertThat(page.locator("#filter")).hasValue("code wren");
    page.locator("#filter").fill("no such thing");
    assertThat(page.locator("#scores-empty")).containsText("No series matches no such thing.");
    page.locator("#scores-empty button").click();
    assertThat(rows(page)).hasCount(9);
  }

  @Test
  void aClickOnARowShowsItsTrendAndItsFeedbackAlone() {
    Page page = reader.open("");

    drifted(page).locator("td.trend").click();

    assertThat(page.locator("tr.opened canvas")).isVisible();
    assertThat(page.locator("#feedback-series"))
        .hasText("support-assistant · wren-3b · support-resolution");
    assertThat(feedback(page).filter(new Locator.FilterOptions().setHasText("code-helper")))
        .hasCount(0);
    assertThat(page).hasURL(Pattern.compile("[?&]series="));
    Page other = reader.open(URI.create(page.url()).getQuery().replaceFirst("^", "?"));
    assertThat(drifted(other).locator("button.opener")).hasAttribute("aria-expanded", "true");
    assertThat(other.locator("#feedback-chosen")).isVisible();
    page.goBack();
    assertThat(page.locator("tr.opened")).hasCount(0);
    assertThat(page.locator("#feedback-chosen")).isHidden();
  }

  @Test
  void rowsAreSortedByAColumn() {
    Page page = reader.open("");
    Locator head = page.locator("th.mean");

    head.locator("button").click();

    assertThat(head).hasAttribute("aria-sort", "descending");
    List<String> means = page.locator("strong.mean").allTextContents();
    Assertions.assertThat(means)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(Double.parseDouble(b), Double.parseDouble(a)));
  }

  @Test
  void everythingCanBeDoneWithTheKeyboard() {
    Page page = reader.open("");

    page.keyboard().press("Tab");
    assertThat(page.locator("a.skip")).isFocused();
    page.keyboard().press("Enter");

    Locator evaluation = feedback(page).first().locator("button.opener");
    evaluation.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#details")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("#details")).isHidden();
    assertThat(evaluation).isFocused();
    assertThat(page).hasURL(Pattern.compile("/$"));

    page.locator("th.standing button").focus();
    page.keyboard().press("Tab");
    assertThat(rows(page).first().locator("button.opener")).isFocused();
    page.keyboard().press("ArrowDown");
    assertThat(rows(page).nth(1).locator("button.opener")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("tr.opened")).isVisible();
    page.keyboard().press("End");
    assertThat(rows(page).last().locator("button.opener")).isFocused();
  }

  @Test
  void aPhoneShowsAllOfItWithoutScrollingSideways() {
    reader.api().alerts(reader.scores().alert("one", "raised"));
    Page page = reader.open("?series=" + DRIFTED, PHONE, ColorScheme.LIGHT);

    assertThat(page.locator("tr.opened canvas")).isVisible();
    Assertions.assertThat(overflow(page)).isZero();
    feedback(page).first().click();
    assertThat(page.locator("#details-body")).containsText("What the model was asked");
    Assertions.assertThat(overflow(page)).isZero();
  }

  @Test
  void theThemeIsTheSystemsOrTheChosenOne() {
    Page page = reader.open("", LAPTOP, ColorScheme.DARK);
    String ground = "getComputedStyle(document.body).backgroundColor";
    Assertions.assertThat(page.evaluate(ground)).isEqualTo("rgb(17, 18, 21)");

    page.locator("#theme").click();

    assertThat(page.locator("#theme")).hasText("Theme: light");
    Assertions.assertThat(page.evaluate(ground)).isEqualTo("rgb(246, 246, 243)");
    page.reload();
    assertThat(page.locator("#theme")).hasText("Theme: light");
    Assertions.assertThat(page.evaluate(ground)).isEqualTo("rgb(246, 246, 243)");
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void allTextStandsOutFromItsGround(ColorScheme scheme) {
    reader
        .api()
        .alerts(reader.scores().alert("one", "raised"), reader.scores().alert("two", "cleared"));
    Page page = reader.open("?series=" + DRIFTED, LAPTOP, scheme);
    assertThat(page.locator("tr.opened canvas")).isVisible();

    // WCAG 2.2, 1.4.3: 4.5 to 1; 3 to 1 for large text, which is not made use of here.
    Assertions.assertThat((List<?>) page.evaluate(Contrast.SCRIPT)).isEmpty();
  }

  @Test
  void whatAModelWroteIsTextWhateverItHolds() {
    String attack =
        "<script>window.attacked = 1</script><img src=x onerror='window.attacked = 2'>"
            + "\u0000\u0007\u001b[31m \u202Egnp.exe\u202C \u2067x \uD800 \u200Fend";
    ObjectNode hostile = reader.scores().one(Instant.now()).put("feedback", attack);
    hostile.put("application", "<b>" + attack).put("judge_model", attack);
    hostile.put("response", attack + "\n" + "x".repeat(200_000));
    ((ArrayNode) hostile.get("flags")).add(attack);
    reader.api().add(hostile);
    ObjectNode series = (ObjectNode) reader.api().answer("series").get("series").get(0);
    series.put("application", "<b>" + attack).put("model", "x".repeat(500));
    ((ObjectNode) series.get("tags")).put("tag", attack);
    reader
        .api()
        .alerts(reader.scores().alert("one", "raised").put("summary", attack + "x".repeat(5_000)));
    Page page = reader.open("", PHONE, ColorScheme.LIGHT);

    assertThat(feedback(page).first()).containsText("<script>window.attacked = 1</script><img");
    assertThat(feedback(page).first()).containsText("␀␇␛[31m ⟨RLO⟩gnp.exe⟨PDF⟩ ⟨RLI⟩x");
    Assertions.assertThat(overflow(page)).isZero();
    feedback(page).first().click();
    Locator response = page.locator(".part.response");
    assertThat(response).containsText("⟨RLM⟩end");
    long began = System.nanoTime();
    response.locator("button").click();
    assertThat(response.locator(".text")).containsText("x".repeat(190_000));
    Assertions.assertThat(System.nanoTime() - began).isLessThan(30_000_000_000L);
    Assertions.assertThat(overflow(page)).isZero();
    Assertions.assertThat(page.evaluate("window.attacked")).isNull();
    Assertions.assertThat(page.locator("img, body b, body script").count()).isZero();
  }

  @Test
  void aRubricOfPairsIsSaidToHaveNoScores() {
    ObjectNode pairs = (ObjectNode) reader.api().answer("series").get("series").get(0);
    pairs.put("count", 0).put("comparisons", 31).putNull("mean").putNull("baseline");
    pairs.put("application", "pairs-only").put("standing", "gathering");
    Page page = reader.open("");

    Locator row = rows(page).filter(new Locator.FilterOptions().setHasText("pairs-only")).first();
    assertThat(row.locator("td.mean")).containsText("pairs");
    assertThat(row.locator("td.against")).hasText("preferences, no scores");
    assertThat(row.locator("td.count")).hasText("31");
  }

  @Test
  void rolesThatStandAlikeAreToldTogether() {
    ObjectNode health = (ObjectNode) reader.api().answer("worker").get("health");
    health.removeAll();
    for (String role : List.of("enrich", "judge", "reward")) {
      health.putObject(role).put("state", "stopped").put("detail", "");
    }
    health.putObject("monitor").put("state", "waiting").put("detail", "no broker answers");
    health.putObject("web").put("state", "ready").put("detail", "");
    Page page = reader.open("");

    assertThat(page.locator("#roles p")).hasCount(2);
    assertThat(page.locator("#roles p").first())
        .hasText("The roles enrich, judge, and reward are stopped");
    assertThat(page.locator("#roles p").last())
        .hasText("The monitor role is waiting: no broker answers");
  }

  @Test
  void whereNothingIsThereYetItSaysWhatToDo() {
    reader.show(TestingApi.empty());
    Page page = reader.open("");

    assertThat(page.locator("#scores-empty")).containsText("./gavel send generations.jsonl");
    assertThat(page.locator("#alerts-calm-head")).hasText("Nothing is watched yet");
    assertThat(page.locator("#feedback-empty")).containsText("No feedback yet");
    assertThat(page.locator("#pool-empty")).containsText("judge.profiles");
    assertThat(page.locator("#stand-in")).isHidden();
  }

  @Test
  void anEvaluationThatIsNoLongerHeldIsSaidToBe() {
    Page page = reader.open("?feedback=long-gone");

    assertThat(page.locator("#details-body")).containsText("no longer held here");
    Assertions.assertThat(reader.complaints())
        .allMatch(it -> it.contains("404"), "only that it is not found");
  }
}
