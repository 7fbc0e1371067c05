package io.gavel.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.gavel.web.page.TestingReader.drifted;
import static io.gavel.web.page.TestingReader.feedback;
import static io.gavel.web.page.TestingReader.live;
import static io.gavel.web.page.TestingReader.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.gavel.web.event.What;
import java.net.URI;
import java.time.Instant;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/// The page while things change: numbers, alerts, the worker itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
    value = "io.gavel.web.page.TestingBrowser#isInstalled",
    disabledReason = TestingBrowser.MISSING)
final class PageFollowsTest {
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
  void withoutAnAlertItSaysHowManySeriesAreWatched() {
    Page page = reader.open("");

    assertThat(page.locator("#alerts-calm-head")).hasText("No drift found");
    assertThat(page.locator("#alerts-calm-words"))
        .hasText("9 series are watched; 1 of them has not enough evidence yet.");
  }

  @Test
  void anAlertAppearsAndIsClearedWhileOneLooks() {
    Page page = reader.open("");
    assertThat(page.locator("article.alert")).hasCount(0);

    reader.api().alerts(reader.scores().alert("one", "raised"));
    reader.changed(What.ALERTS);

    Locator alert = page.locator("article.alert");
    assertThat(alert).containsText("Scores fell");
    assertThat(alert).containsText("went from 3.92 to 2.64");
    assertThat(alert).containsText("at most once in 48,210");
    assertThat(page.locator("#alerts-spoken"))
        .containsText("Drift alert: The mean score of wren-3b");
    assertThat(page).hasTitle("(1) drift – Gavel");
    assertThat(page.locator("#alerts-calm")).isHidden();

    reader.api().alerts(reader.scores().alert("one", "cleared"));
    reader.changed(What.ALERTS);

    assertThat(alert).hasCount(0);
    assertThat(page.locator("#alerts-cleared-words")).hasText("1 alert cleared");
  }

  @Test
  void anAlertLeadsToItsSeriesAndItsExamples() {
    reader.api().alerts(reader.scores().alert("one", "raised"));
    Page page = reader.open("");

    page.locator("article.alert >> text=Read example 2").click();
    assertThat(page.locator("#details-body")).containsText("Your parcel left our warehouse");
    page.keyboard().press("Escape");
    page.locator("article.alert >> text=Show its trend").click();

    assertThat(drifted(page).locator("button.opener")).isFocused();
    assertThat(page.locator("tr.opened canvas")).isVisible();
  }

  @Test
  void ofManyAlertsTheNewestAreShownAtFirst() {
    reader
        .api()
        .alerts(
            IntStream.range(0, 5)
                .mapToObj(index -> reader.scores().alert("alert-" + index, "raised"))
                .toArray(ObjectNode[]::new));
    Page page = reader.open("");

    assertThat(page.locator("article.alert")).hasCount(3);
    page.locator("#alerts-rest").click();
    assertThat(page.locator("article.alert")).hasCount(5);
  }

  @Test
  void newFeedbackAppearsByItself() {
    Page page = reader.open("");

    reader.api().add(reader.scores().one(Instant.now()).put("feedback", "This one has just come."));
    reader.changed(What.FEEDBACK);

    assertThat(feedback(page).first()).containsText("This one has just come.");
  }

  @Test
  void whileOneReadsNewerFeedbackWaits() {
    Page page = reader.open("");
    Locator third = feedback(page).nth(2).locator("button.opener");
    third.focus();
    String before = feedback(page).first().textContent();

    reader.api().add(reader.scores().one(Instant.now()).put("feedback", "This one has just come."));
    reader.changed(What.FEEDBACK);

    assertThat(page.locator("#feedback-show")).hasText("Show 1 newer one");
    assertThat(feedback(page).first()).hasText(before);
    assertThat(third).isFocused();
    page.locator("#feedback-show").click();
    assertThat(feedback(page).first()).containsText("This one has just come.");
  }

  @Test
  void newNumbersLeaveFocusAndScrollWhereTheyAre() {
    Page page = reader.open("");
    Locator last = rows(page).last().locator("button.opener");
    last.focus();
    Object scrolled = page.evaluate("scrollY");

    ObjectNode series = (ObjectNode) reader.api().answer("series");
    ((ObjectNode) series.get("series").get(8)).put("count", 98_765);
    reader.changed(What.SERIES);

    assertThat(rows(page).last()).containsText("98,765");
    assertThat(last).isFocused();
    Assertions.assertThat(page.evaluate("scrollY")).isEqualTo(scrolled);

    ((ObjectNode) series.get("series").get(8)).put("standing", "alert");
    reader.changed(What.SERIES);

    Locator moved = rows(page).filter(new Locator.FilterOptions().setHasText("98,765"));
    assertThat(moved.locator("td.standing")).hasText("Drift");
    assertThat(moved.locator("button.opener")).isFocused();
  }

  @Test
  void itGoesOnAfterTheWorkersRestart() {
    Page page = reader.open("");
    page.evaluate("window.sameDocument = true");

    URI address = reader.stop();

    assertThat(live(page)).containsText("Reconnecting…");
    assertThat(rows(page)).hasCount(9);
    reader.api().alerts(reader.scores().alert("one", "raised"));
    reader.start(address);
    assertThat(live(page)).hasText("Live");
    assertThat(page.locator("article.alert")).containsText("Scores fell");
    Assertions.assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    // While it was away each question was refused, and the browser says so.
    Assertions.assertThat(reader.complaints())
        .allMatch(it -> it.contains("net::ERR_") || it.contains("503"), "only of the connection");
  }
}
