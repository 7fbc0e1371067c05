package io.gavel.web.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.gavel.web.event.What;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/// Who reads the page: a browser, and the site that it looks at, which a test can change, end and
/// start again. For one thread.
final class TestingReader implements AutoCloseable {
  /// The key of the series that drifted.
  static final String DRIFTED = "support-assistant/wren-3b/support-resolution";

  static final int LAPTOP = 1280;
  static final int PHONE = 375;
  private static final int HEIGHT = 900;

  private final TestingBrowser browser = new TestingBrowser();
  private TestingScores scores = new TestingScores(1, Instant.now(), true);
  private TestingApi api = TestingApi.of(scores);
  private TestingSite site = new TestingSite(api, 0);

  /// The whole page, when it is live.
  ///
  /// @param query with its question mark; empty for none
  Page open(String query) {
    return open(query, LAPTOP, ColorScheme.LIGHT);
  }

  Page open(String query, int width, ColorScheme scheme) {
    Page page = browser.open(site.address(), width, HEIGHT, scheme, 1.0);
    page.navigate(site.address().resolve("/" + query).toString());
    assertThat(live(page)).hasText("Live");
    return page;
  }

  TestingScores scores() {
    return scores;
  }

  TestingApi api() {
    return api;
  }

  /// Tells the pages that something has changed.
  void changed(What what) {
    site.changed(what);
  }

  /// Has the site answer as another worker.
  void show(TestingApi other) {
    URI address = stop();
    api = other;
    start(address);
  }

  /// Ends the worker.
  ///
  /// @return where it was
  URI stop() {
    URI address = site.address();
    site.close();
    return address;
  }

  /// Starts it at the same address.
  void start(URI address) {
    site = new TestingSite(api, address.getPort());
  }

  /// What pages complained of since this was last asked.
  List<String> complaints() {
    return browser.complaints();
  }

  /// Closes all pages, and begins with a new site.
  ///
  /// @return what pages complained of since that was last asked
  List<String> leave() {
    List<String> complaints = browser.complaints();
    browser.closePages();
    site.close();
    scores = new TestingScores(1, Instant.now(), true);
    api = TestingApi.of(scores);
    site = new TestingSite(api, 0);
    return complaints;
  }

  static Locator live(Page page) {
    return page.locator("#live-words");
  }

  /// One of each series that is shown.
  static Locator rows(Page page) {
    return page.locator("#scores-rows tr.series");
  }

  static Locator drifted(Page page) {
    return page.locator("#scores-rows tr.series[data-standing=alert]");
  }

  static Locator feedback(Page page) {
    return page.locator("#feedback-list > li");
  }

  /// By how much the page is wider than its window.
  static int overflow(Page page) {
    return (Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth");
  }

  @Override
  public void close() {
    browser.close();
    site.close();
  }
}
