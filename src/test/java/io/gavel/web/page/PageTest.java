package io.gavel.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.gavel.web.event.What;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The page as a reader meets it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
    value = "io.gavel.web.page.TestingBrowser#isInstalled",
    disabledReason = TestingBrowser.MISSING)
final class PageTest {
  private static final String DRIFTED = "support-assistant/wren-3b/support-resolution";
  private static final int LAPTOP = 1280;
  private static final int PHONE = 375;

  private final TestingBrowser browser = new TestingBrowser();
  private TestingScores scores = new TestingScores(1, Instant.now(), true);
  private TestingApi api = TestingApi.of(scores);
  private TestingSite site = new TestingSite(api, 0);

  @AfterEach
  void startAnew() {
    List<String> complaints = browser.complaints();
    browser.closePages();
    site.close();
    scores = new TestingScores(1, Instant.now(), true);
    api = TestingApi.of(scores);
    site = new TestingSite(api, 0);
    Assertions.assertThat(complaints).isEmpty();
  }

  @AfterAll
  void close() {
    browser.close();
    site.close();
  }

  private Page open(String query) {
    return open(query, LAPTOP);
  }

  private Page open(String query, int width) {
    Page page = browser.open(site.address(), width, 900, ColorScheme.LIGHT, 1.0);
    page.navigate(site.address().resolve("/" + query).toString());
    assertThat(live(page)).hasText("Live");
    return page;
  }

  private static Locator live(Page page) {
    return page.locator("#live-words");
  }

  private static Locator rows(Page page) {
    return page.locator("#scores-rows tr.series");
  }

  private static Locator feedback(Page page) {
    return page.locator("#feedback-list > li");
  }

  private static Locator drifted(Page page) {
    return page.locator("#scores-rows tr.series[data-standing=alert]");
  }

  private static void fits(Page page) {
    Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .isEqualTo(0);
  }

  @Test
  void itSaysWhatItIsAndWhatItKnows() {
    Page page = open("");

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
    fits(page);
  }

  @Test
  void withoutAnAlertItSaysHowManySeriesAreWatched() {
    Page page = open("");

    assertThat(page.locator("#alerts-calm-head")).hasText("No drift found");
    assertThat(page.locator("#alerts-calm-words"))
        .hasText("9 series are watched; 1 of them has not enough evidence yet.");
  }

  @Test
  void anAlertAppearsAndIsClearedWhileOneLooks() {
    Page page = open("");
    assertThat(page.locator("article.alert")).hasCount(0);

    api.alerts(scores.alert("one", "raised"));
    site.changed(What.ALERTS);

    Locator alert = page.locator("article.alert");
    assertThat(alert).containsText("Scores fell");
    assertThat(alert).containsText("went from 3.92 to 2.64");
    assertThat(alert).containsText("at most once in 48,210");
    assertThat(page.locator("#alerts-spoken"))
        .containsText("Drift alert: The mean score of wren-3b");
    assertThat(page).hasTitle("(1) drift – Gavel");
    assertThat(page.locator("#alerts-calm")).isHidden();

    api.alerts(scores.alert("one", "cleared"));
    site.changed(What.ALERTS);

    assertThat(alert).hasCount(0);
    assertThat(page.locator("#alerts-cleared-words")).hasText("1 alert cleared");
  }

  @Test
  void anAlertLeadsToItsSeriesAndItsExamples() {
    api.alerts(scores.alert("one", "raised"));
    Page page = open("");

    page.locator("article.alert >> text=Read example 2").click();
    assertThat(page.locator("#details-body")).containsText("Your parcel left our warehouse");
    page.keyboard().press("Escape");
    page.locator("article.alert >> text=Show its trend").click();

    assertThat(drifted(page).locator("button.opener")).isFocused();
    assertThat(page.locator("tr.opened canvas")).isVisible();
  }

  @Test
  void ofManyAlertsTheNewestAreShownAtFirst() {
    api.alerts(
        IntStream.range(0, 5)
            .mapToObj(index -> scores.alert("alert-" + index, "raised"))
            .toArray(ObjectNode[]::new));
    Page page = open("");

    assertThat(page.locator("article.alert")).hasCount(3);
    page.locator("#alerts-rest").click();
    assertThat(page.locator("article.alert")).hasCount(5);
  }

  @Test
  void newFeedbackAppearsByItself() {
    Page page = open("");

    api.add(scores.one(Instant.now()).put("feedback", "This one has just come."));
    site.changed(What.FEEDBACK);

    assertThat(feedback(page).first()).containsText("This one has just come.");
  }

  @Test
  void whileOneReadsNewerFeedbackWaits() {
    Page page = open("");
    Locator third = feedback(page).nth(2).locator("button.opener");
    third.focus();
    String before = feedback(page).first().textContent();

    api.add(scores.one(Instant.now()).put("feedback", "This one has just come."));
    site.changed(What.FEEDBACK);

    assertThat(page.locator("#feedback-show")).hasText("Show 1 newer one");
    assertThat(feedback(page).first()).hasText(before);
    assertThat(third).isFocused();
    page.locator("#feedback-show").click();
    assertThat(feedback(page).first()).containsText("This one has just come.");
  }

  @Test
  void newNumbersLeaveFocusAndScrollWhereTheyAre() {
    Page page = open("");
    Locator last = rows(page).last().locator("button.opener");
    last.focus();
    Object scrolled = page.evaluate("scrollY");

    ObjectNode series = (ObjectNode) api.answer("series");
    ((ObjectNode) series.get("series").get(8)).put("count", 98_765);
    site.changed(What.SERIES);

    assertThat(rows(page).last()).containsText("98,765");
    assertThat(last).isFocused();
    Assertions.assertThat(page.evaluate("scrollY")).isEqualTo(scrolled);

    ((ObjectNode) series.get("series").get(8)).put("standing", "alert");
    site.changed(What.SERIES);

    Locator moved = rows(page).filter(new Locator.FilterOptions().setHasText("98,765"));
    assertThat(moved.locator("td.standing")).hasText("Drift");
    assertThat(moved.locator("button.opener")).isFocused();
  }

  @Test
  void aFilterLeavesRowsOutAndIsInTheAddress() {
    Page page = open("");

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
    Page page = open("");

    drifted(page).locator("td.trend").click();

    assertThat(page.locator("tr.opened canvas")).isVisible();
    assertThat(page.locator("#feedback-series"))
        .hasText("support-assistant · wren-3b · support-resolution");
    assertThat(feedback(page).filter(new Locator.FilterOptions().setHasText("code-helper")))
        .hasCount(0);
    Page other = open(URI.create(page.url()).getQuery().replaceFirst("^", "?"));
    assertThat(drifted(other).locator("button.opener")).hasAttribute("aria-expanded", "true");
    assertThat(other.locator("#feedback-chosen")).isVisible();
    page.goBack();
    assertThat(page.locator("tr.opened")).hasCount(0);
    assertThat(page.locator("#feedback-chosen")).isHidden();
  }

  @Test
  void rowsAreSortedByAColumn() {
    Page page = open("");
    Locator head = page.locator("th.mean");

    head.locator("button").click();

    assertThat(head).hasAttribute("aria-sort", "descending");
    List<String> means = page.locator("strong.mean").allTextContents();
    Assertions.assertThat(means)
        .isSortedAccordingTo(
            (a, b) -> Double.compare(Double.parseDouble(b), Double.parseDouble(a)));
  }

  @Test
  void itGoesOnAfterTheWorkersRestart() {
    Page page = open("");
    page.evaluate("window.sameDocument = true");
    int port = site.address().getPort();

    site.close();

    assertThat(live(page)).containsText("Reconnecting…");
    assertThat(rows(page)).hasCount(9);
    api.alerts(scores.alert("one", "raised"));
    site = new TestingSite(api, port);
    assertThat(live(page))
        .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(15_000.0));
    assertThat(page.locator("article.alert")).containsText("Scores fell");
    Assertions.assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    // While it was away each question was refused, and the browser says so.
    Assertions.assertThat(browser.complaints())
        .allMatch(it -> it.contains("net::ERR_") || it.contains("503"), "only of the connection");
  }

  @Test
  void everythingCanBeDoneWithTheKeyboard() {
    Page page = open("");

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
    api.alerts(scores.alert("one", "raised"));
    Page page = open("?series=" + DRIFTED, PHONE);

    assertThat(page.locator("tr.opened canvas")).isVisible();
    fits(page);
    feedback(page).first().click();
    assertThat(page.locator("#details-body")).containsText("What the model was asked");
    fits(page);
  }

  @Test
  void theThemeIsTheSystemsOrTheChosenOne() {
    Page page = browser.open(site.address(), LAPTOP, 900, ColorScheme.DARK, 1.0);
    page.navigate(site.address().toString());
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
    api.alerts(scores.alert("one", "raised"), scores.alert("two", "cleared"));
    Page page = browser.open(site.address(), LAPTOP, 900, scheme, 1.0);
    page.navigate(site.address().resolve("/?series=" + DRIFTED).toString());
    assertThat(page.locator("tr.opened canvas")).isVisible();

    // WCAG 2.2, 1.4.3: 4.5 to 1; 3 to 1 for large text, which is not made use of here.
    Assertions.assertThat((List<?>) page.evaluate(Contrast.SCRIPT)).isEmpty();
  }

  @Test
  void whatAModelWroteIsTextWhateverItHolds() {
    String attack =
        "<script>window.attacked = 1</script><img src=x onerror='window.attacked = 2'>"
            + "\u0000\u0007\u001b[31m \u202Egnp.exe\u202C \u2067x \uD800 \u200Fend";
    ObjectNode hostile = scores.one(Instant.now()).put("feedback", attack);
    hostile.put("application", "<b>" + attack).put("judge_model", attack);
    hostile.put("response", attack + "\n" + "x".repeat(200_000));
    ((ArrayNode) hostile.get("flags")).add(attack);
    api.add(hostile);
    ObjectNode series = (ObjectNode) api.answer("series").get("series").get(0);
    series.put("application", "<b>" + attack).put("model", "x".repeat(500));
    ((ObjectNode) series.get("tags")).put("tag", attack);
    api.alerts(scores.alert("one", "raised").put("summary", attack + "x".repeat(5_000)));
    Page page = open("", PHONE);

    assertThat(feedback(page).first()).containsText("<script>window.attacked = 1</script><img");
    assertThat(feedback(page).first()).containsText("␀␇␛[31m ⟨RLO⟩gnp.exe⟨PDF⟩ ⟨RLI⟩x");
    fits(page);
    feedback(page).first().click();
    Locator response = page.locator(".part.response");
    assertThat(response).containsText("⟨RLM⟩end");
    long began = System.nanoTime();
    response.locator("button").click();
    assertThat(response.locator(".text")).containsText("x".repeat(190_000));
    Assertions.assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
    fits(page);
    Assertions.assertThat(page.evaluate("window.attacked")).isNull();
    Assertions.assertThat(page.locator("img, body b, body script").count()).isZero();
  }

  @Test
  void whereNothingIsThereYetItSaysWhatToDo() {
    site.close();
    api = TestingApi.empty();
    site = new TestingSite(api, 0);
    Page page = open("");

    assertThat(page.locator("#scores-empty")).containsText("./gavel send generations.jsonl");
    assertThat(page.locator("#alerts-calm-head")).hasText("Nothing is watched yet");
    assertThat(page.locator("#feedback-empty")).containsText("No feedback yet");
    assertThat(page.locator("#pool-empty")).containsText("judge.profiles");
    assertThat(page.locator("#stand-in")).isHidden();
  }

  @Test
  void anEvaluationThatIsNoLongerHeldIsSaidToBe() {
    Page page = open("?feedback=long-gone");

    assertThat(page.locator("#details-body")).containsText("no longer held here");
    Assertions.assertThat(browser.complaints())
        .allMatch(it -> it.contains("404"), "only that it is not found");
  }
}
